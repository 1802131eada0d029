package io.minikafka.group;

class VolatileOffsetLogTests extends OffsetLogContractTests {
    @Override
    OffsetLog open() {
        return new VolatileOffsetLog();
    }
}
