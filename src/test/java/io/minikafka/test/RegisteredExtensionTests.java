package io.minikafka.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests without Spring, by fields: one server for the class, another for each method. */
class RegisteredExtensionTests {
    @RegisterExtension
    static final EmbeddedMinikafkaExtension FOR_THE_CLASS =
            new EmbeddedMinikafkaExtension(EmbeddedMinikafkaOptions.DEFAULT.withTopics("shared"));

    private static final Set<EmbeddedMinikafkaServer> SHARED = new HashSet<>();
    private static final Set<EmbeddedMinikafkaServer> OWN = new HashSet<>();

    @RegisterExtension
    final EmbeddedMinikafkaExtension forTheMethod =
            new EmbeddedMinikafkaExtension(EmbeddedMinikafkaOptions.DEFAULT.withTopics("own"));

    @RepeatedTest(2)
    void bothAreReachable() {
        SHARED.add(FOR_THE_CLASS.server());
        OWN.add(forTheMethod.server());
        assertThat(FOR_THE_CLASS.server().client().topics().list()).containsExactly("shared");
        assertThat(forTheMethod.server().client().topics().list()).containsExactly("own");
    }

    @AfterAll
    static void aServerForTheClassAndOneForEachMethod() {
        assertThat(SHARED).hasSize(1);
        assertThat(OWN).hasSize(2);
    }
}
