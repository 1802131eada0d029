package io.minikafka.client;

import io.grpc.MethodDescriptor;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.ProduceResponse;
import io.minikafka.v1.ProduceStreamResponse;

/** The calls that produce, taking requests that {@link RequestBuffer} encoded: both requests have the same fields. */
final class ProduceMethods {
    static final MethodDescriptor<EncodedRequest, ProduceResponse> UNARY =
            takingEncoded(MessageServiceGrpc.getProduceMethod());
    static final MethodDescriptor<EncodedRequest, ProduceStreamResponse> STREAM =
            takingEncoded(MessageServiceGrpc.getProduceStreamMethod());

    private ProduceMethods() {}

    private static <R> MethodDescriptor<EncodedRequest, R> takingEncoded(MethodDescriptor<?, R> method) {
        return method.toBuilder(EncodedRequest.MARSHALLER, method.getResponseMarshaller())
                .build();
    }
}
