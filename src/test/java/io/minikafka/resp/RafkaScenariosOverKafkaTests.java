package io.minikafka.resp;

import java.util.stream.Stream;

/** What users of rafka do, over what they do it with. */
class RafkaScenariosOverKafkaTests extends RafkaScenariosTests {
    static Stream<RespBackend> backends() {
        return Stream.of(KafkaRespBackend.shared());
    }

    /** What is answered is stored, as it is over the stores: a group that starts at the end starts behind it. */
    @Override
    void change(TestRespDoor.Settings before) {
        super.change(before);
        before.acknowledge = Acknowledge.STORED;
    }
}
