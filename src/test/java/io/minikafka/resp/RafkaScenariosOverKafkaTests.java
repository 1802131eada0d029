package io.minikafka.resp;

import java.util.stream.Stream;

/** What users of rafka do, over what they do it with. */
class RafkaScenariosOverKafkaTests extends RafkaScenariosTests {
    static Stream<RespBackend> backends() {
        return Stream.of(KafkaRespBackend.shared());
    }
}
