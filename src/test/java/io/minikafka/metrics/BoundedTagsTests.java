package io.minikafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedTagsTests {
    private final BoundedTags<String> tags = new BoundedTags<>(2);

    @Test
    void theFirstOnesHaveTagsOfTheirOwnAndAllOthersShareOne() {
        assertThat(tags.of("a")).isEqualTo("a");
        assertThat(tags.of("b")).isEqualTo("b");
        assertThat(tags.of("c")).isEqualTo("_other");
        assertThat(tags.of("d")).isEqualTo("_other");
        assertThat(tags.known()).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void aTagStaysUntilItIsForgottenAndThenMakesRoomForTheNext() {
        tags.of("a");
        tags.of("b");
        tags.of("c");
        tags.forget("a");
        assertThat(tags.of("c")).isEqualTo("_other");
        assertThat(tags.of("d")).isEqualTo("d");
        assertThat(tags.of("a")).isEqualTo("_other");

        tags.forget("c");
        tags.forget("never seen");
        assertThat(tags.of("e")).isEqualTo("_other");
    }

    @Test
    void oneThatIsCalledLikeTheOthersIsAmongThemAndTakesNoPlace() {
        assertThat(tags.of("_other")).isEqualTo("_other");
        assertThat(tags.of("a")).isEqualTo("a");
        assertThat(tags.of("b")).isEqualTo("b");
    }
}
