package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

class TailTests extends HttpContract {
    private TestTail tail(String query, String... headers) {
        return TestTail.open(api, path + "/tail" + query, headers);
    }

    @Test
    void messagesAreToldAsTheyCome() {
        createTopic(1);
        produceTo(0, "before");
        try (TestTail tail = tail("")) {
            assertThat(tail.lastId()).isEqualTo("0:1");
            produceTo(0, "one", "two");
            produceTo(0, "three");

            assertThat(tail.values(3)).containsExactly("one", "two", "three");
            assertThat(tail.events(3)).extracting(TestTail.Event::id).containsExactly("0:2", "0:3", "0:4");
            assertThat(tail.events(3)).extracting(TestTail.Event::type).containsOnly("message");
            assertThat(tail.events(3).get(2).data().path("offset").asLong()).isEqualTo(3);
        }
    }

    @Test
    void aTailOverAllPartitionsResumesWhereItWasCut() {
        createTopic(3);
        List<String> before;
        String id;
        try (TestTail tail = tail("?from=earliest")) {
            produceTo(0, "a0", "a1");
            produceTo(2, "c0");
            before = tail.values(3);
            id = tail.lastId();
        }
        produceTo(1, "b0");
        produceTo(2, "c1");

        try (TestTail resumed = tail("", "Last-Event-ID", id)) {
            assertThat(before).containsExactlyInAnyOrder("a0", "a1", "c0");
            assertThat(resumed.values(2)).containsExactlyInAnyOrder("b0", "c1");
            produceTo(0, "a2");
            assertThat(resumed.values(3)).hasSize(3).endsWith("a2");
            assertThat(resumed.lastId()).isEqualTo("0:3,1:1,2:2");
        }
    }

    @Test
    void eachEventsIdIsAPlaceToResumeFrom() {
        createTopic(2);
        produceTo(0, "a0", "a1", "a2");
        produceTo(1, "b0", "b1", "b2");
        List<TestTail.Event> all;
        try (TestTail tail = tail("?from=earliest")) {
            all = tail.events(6);
        }
        for (int i = 0; i < all.size() - 1; i++) {
            int left = all.size() - 1 - i;
            try (TestTail resumed = tail("", "Last-Event-ID", all.get(i).id())) {
                assertThat(resumed.values(left))
                        .containsExactlyInAnyOrderElementsOf(all.subList(i + 1, all.size()).stream()
                                .map(event -> event.data().path("value").asString())
                                .toList());
            }
        }
    }

    @Test
    void theLastMessagesOfOnePartitionComeFirst() {
        createTopic(2);
        produceTo(0, "other");
        produceTo(1, "a", "b", "c");

        try (TestTail tail = tail("?partition=1&from=-2&values=base64")) {
            assertThat(tail.events(2))
                    .extracting(event -> event.data().path("valueBase64").asString())
                    .containsExactly("Yg==", "Yw==");
            assertThat(tail.lastId()).isEqualTo("1:3");
        }
    }

    @Test
    void whatCannotStartIsAProblemAndNoStream() {
        api.get(path + "/tail", "Accept", "text/event-stream").problem(404, "unknown-topic");
        createTopic(1);
        api.get(path + "/tail?partition=1", "Accept", "text/event-stream").problem(404, "unknown-topic");
        api.get(path + "/tail", "Last-Event-ID", "0:1").problem(416, "offset-out-of-range");
        assertThat(api.get(path + "/tail", "Last-Event-ID", "x").problem(400, "malformed-request"))
                .contains("Last-Event-ID");
    }

    @Test
    void theEndOfTheTopicIsTheEndOfTheTail() {
        createTopic(1);
        try (TestTail tail = tail("")) {
            api.delete(path).expect(204);

            List<TestTail.Event> events = tail.events(1);

            assertThat(events.get(0).type()).isEqualTo("end");
            assertThat(events.get(0).data().path("type").asString()).isEqualTo("urn:minikafka:problem:unknown-topic");
            await().until(tail::ended);
        }
    }
}
