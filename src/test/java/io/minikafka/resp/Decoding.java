package io.minikafka.resp;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What a decoder makes of bytes: the requests, and if it gave up, why. Bytes are written as ISO 8859-1 text. */
record Decoding(List<List<String>> requests, String error) {
    static final String NO_ERROR = "";
    static final DecoderLimits LIMITS = new DecoderLimits(1 << 20, 64 << 20, 64 << 10);

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Decoding whole(DecoderLimits limits, byte[] input) {
        return inPieces(limits, input);
    }

    static Decoding byteByByte(DecoderLimits limits, byte[] input) {
        return inPieces(limits, input, IntStream.range(1, input.length).toArray());
    }

    static Decoding inRandomPieces(DecoderLimits limits, byte[] input, Random random) {
        int cuts = random.nextInt(Math.max(1, input.length / 4) + 1);
        return inPieces(
                limits, input, random.ints(cuts, 0, input.length + 1).sorted().toArray());
    }

    /** @param cuts where a piece ends and the next begins, ascending */
    static Decoding inPieces(DecoderLimits limits, byte[] input, int... cuts) {
        RequestDecoder decoder = new RequestDecoder(limits);
        List<Request> requests = new ArrayList<>();
        String error = NO_ERROR;
        int from = 0;
        for (int i = 0; i <= cuts.length && error.isEmpty(); i++) {
            int to = i < cuts.length ? cuts[i] : input.length;
            decoder.feed(Unpooled.wrappedBuffer(input, from, to - from));
            error = drain(decoder, requests);
            from = to;
        }
        // Read only now: what came later must not have changed what was given out before.
        return new Decoding(requests.stream().map(Decoding::arguments).toList(), error);
    }

    private static String drain(RequestDecoder decoder, List<Request> requests) {
        try {
            for (Request request = decoder.next(); request != null; request = decoder.next()) {
                requests.add(request);
            }
            return NO_ERROR;
        } catch (ProtocolException e) {
            return e.getMessage();
        }
    }

    static List<String> arguments(Request request) {
        return IntStream.range(0, request.size())
                .mapToObj(i -> new String(request.argument(i).toByteArray(), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
