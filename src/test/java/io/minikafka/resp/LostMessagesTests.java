package io.minikafka.resp;

import static io.minikafka.resp.Popped.acknowledge;
import static io.minikafka.resp.Popped.pop;
import static io.minikafka.resp.Popped.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minikafka.grpc.TestStore;
import io.minikafka.store.Bytes;
import io.minikafka.store.TopicSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a group is told of messages that are gone: expired before it read them, or damaged. */
class LostMessagesTests extends GroupFixture {
    private void expireAll() {
        clock.advance(TopicSettings.DEFAULT.retentionAge());
        store().enforceRetention();
    }

    @Test
    void messagesThatExpireBeforeTheGroupReadThemAreCountedOnce() {
        produce(5);
        RespClient member = door.member("g:n");
        acknowledge(member, pop(member, 1));
        expireAll();
        produce(5, 2);

        assertThat(pop(member, 2)).containsExactly(new Popped("t", 0, 5, "m5"), new Popped("t", 0, 6, "m6"));
        assertThat(counter("consumer.messages.skipped")).isEqualTo(4);
        assertThat(progress(0).skipped()).isEqualTo(4);
        assertThat(progress(0).lag()).isEqualTo(2);
        assertThat(progress(0).committed()).isEqualTo(OptionalLong.of(5));
    }

    @Test
    void theyAreCountedForAGroupThatWaitsToo() {
        produce(3);
        RespClient first = door.member("g:1");
        acknowledge(first, pop(first, 1));
        first.close();
        awaitMembers(0);
        expireAll();

        RespClient second = door.member("g:2").send("BLPOP topics:t 0\r\n");
        awaitMembers(1);
        produce(3, 1);
        assertThat(Popped.of(second.reply())).isEqualTo(new Popped("t", 0, 3, "m3"));
        assertThat(counter("consumer.messages.skipped")).isEqualTo(2);
        assertThat(progress(0).skipped()).isEqualTo(2);
    }

    @Test
    void whatExpiredBeforeAGroupBeganIsNoLossOfItsOwn() {
        produce(5);
        expireAll();
        produce(5, 1);
        assertThat(values(pop(door.member("g:n"), 1))).containsExactly("m5");
        assertThat(counter("consumer.messages.skipped")).isZero();
        assertThat(progress(0).skipped()).isZero();
    }

    @Test
    void damagedMessagesAreOneErrorAndThenTheRestComes() throws IOException {
        assumeTrue(isOver(TestStore.FILE), "Memory is not damaged");
        produce(6);
        closeTheDoor();
        damage("m2");
        damage("m3");
        openTheDoor();

        for (String group : List.of("g", "h")) {
            RespClient member = door.member(group + ":n");
            assertThat(values(pop(member, 2))).containsExactly("m0", "m1");
            assertThat(member.call("BLPOP", "topics:t", "30"))
                    .startsWith("-CONS ")
                    .contains("t-0")
                    .contains("damaged");
            List<Popped> rest = pop(member, 2);
            assertThat(rest).extracting(Popped::offset).containsExactly(4L, 5L);
            acknowledge(member, rest);
            assertThat(member.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
        }
        assertThat(progress(0).committed()).isEqualTo(OptionalLong.of(6));
    }

    /** Turns one bit of the message, which is its own key, on the disk. */
    private void damage(String message) throws IOException {
        byte[] wanted = Bytes.utf8(message + message).toByteArray();
        try (Stream<Path> files = Files.walk(root().resolve("topics").resolve("t"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int at = new String(bytes, StandardCharsets.ISO_8859_1)
                        .indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
                if (at >= 0) {
                    bytes[at + wanted.length - 1] ^= 1;
                    Files.write(file, bytes);
                    return;
                }
            }
        }
        throw new AssertionError("No file has " + message);
    }
}
