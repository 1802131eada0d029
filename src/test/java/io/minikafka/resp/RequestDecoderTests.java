package io.minikafka.resp;

import static io.minikafka.resp.Decoding.LIMITS;
import static io.minikafka.resp.Decoding.NO_ERROR;
import static io.minikafka.resp.Decoding.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows from which bytes was seen at redis-server 7.0.15, unless said otherwise. */
class RequestDecoderTests {
    private static final String PING = "*1\r\n$4\r\nPING\r\n";
    private static final int RANDOM_CUTS = 50;

    static Stream<Arguments> corpus() {
        return Stream.of(
                accepted("a request", PING, List.of("PING")),
                accepted("a pipeline", PING + "*2\r\n$4\r\nECHO\r\n$1\r\nx\r\n", List.of("PING"), List.of("ECHO", "x")),
                accepted("any bytes", "*2\r\n$1\r\na\r\n$6\r\n\r\n\0\u00ff*$\r\n", List.of("a", "\r\n\0\u00ff*$")),
                accepted("empty arguments", "*2\r\n$0\r\n\r\n$0\r\n\r\n", List.of("", "")),
                accepted("twelve arguments", "*12\r\n" + "$1\r\na\r\n".repeat(12), repeated("a", 12)),
                accepted("arrays of nothing", "*0\r\n*-1\r\n*-2\r\n*-100\r\n" + PING, List.of("PING")),
                accepted("a request that ends early", "*2\r\n$4\r\nECHO\r\n$3\r\nab"),
                accepted("an argument that ends before its line", PING + "*1\r\n$4\r\nPING", List.of("PING")),
                accepted("an inline request", "PING\r\n", List.of("PING")),
                accepted(
                        "inline requests among others",
                        "a b\r\n" + PING + "c\n",
                        words("a b"),
                        words("PING"),
                        words("c")),
                accepted("an inline request that ends early", "PING"),
                accepted("empty lines", "\r\n\n  \r\n\t\n" + PING, List.of("PING")),
                accepted("spaces around words", " \t\u000b a  b \r\n", words("a b")),
                accepted("a carriage return between words", "a\rb\r\n", words("a b")),
                accepted("a vertical tab within a word", "a\u000bb\u000cc\r\n", List.of("a\u000bb\u000cc")),
                accepted("double quotes", "ECHO \"a b\" \"\"\n", List.of("ECHO", "a b", "")),
                accepted("quotes within a word", "ECHO a\"b c\"\r\n", List.of("ECHO", "ab c")),
                accepted(
                        "escapes in double quotes",
                        "\"\\x41\\xfF\\n\\r\\t\\a\\b\\\\\\\"\\q\\xZZ\\x4\"\r\n",
                        List.of("A\u00ff\n\r\t\u0007\b\\\"qxZZx4")),
                accepted("escapes in single quotes", "'a\\'b\\n\"'\r\n", List.of("a'b\\n\"")),
                accepted("a backslash outside quotes", "a\\nb\\\"c\"\r\n", List.of("a\\nb\\c")),
                accepted("a line feed is not quoted", "a\nb\n", words("a"), words("b")),
                accepted("a zero byte (Redis waits for ever)", "a\0b\r\n", List.of("a\0b")),
                accepted(
                        "an inline request as long as may be",
                        "e".repeat(1 << 16) + "\n",
                        List.of("e".repeat(1 << 16))),
                refused("quotes without end", "ECHO \"a\r\n", "unbalanced quotes in request"),
                refused("single quotes without end", "ECHO 'a\r\n", "unbalanced quotes in request"),
                refused("an escaped closing quote", "ECHO \"a\\\"\r\n", "unbalanced quotes in request"),
                refused("a word behind a closing quote", "ECHO \"a\"b\r\n", "unbalanced quotes in request"),
                refused("a word behind a single quote", "ECHO 'a'b\r\n", "unbalanced quotes in request"),
                refused("an inline request too long", "e".repeat((1 << 16) + 1), "too big inline request"),
                refused("an array without a length", "*\r\n", "invalid multibulk length"),
                refused("letters for an array's length", "*x\r\n", "invalid multibulk length"),
                refused("an array's length with a plus", "*+1\r\n", "invalid multibulk length"),
                refused("an array's length with a zero in front", "*01\r\n", "invalid multibulk length"),
                refused("an array of minus zero", "*-0\r\n", "invalid multibulk length"),
                refused("2^31 arguments", "*2147483648\r\n", "invalid multibulk length"),
                refused("2^63 arguments", "*9223372036854775808\r\n", "invalid multibulk length"),
                refused("10^9 arguments (Redis waits for them)", "*1000000000\r\n", "invalid multibulk length"),
                refused(
                        "a line too long for an array's length",
                        "*" + "1".repeat(1 << 16),
                        "too big mbulk count string"),
                refused("a line too long for a length", "*1\r\n$" + "1".repeat(1 << 16), "too big bulk count string"),
                refused("no bulk string", "*1\r\nPING\r\n", "expected '$', got 'P'"),
                refused("a bulk string that is a line end", "*1\r\n\r\n", "expected '$', got ' '"),
                refused("a nested array", "*1\r\n*1\r\n", "expected '$', got '*'"),
                refused("no bulk string in the second place", "*2\r\n$1\r\na\r\nb\r\n", "expected '$', got 'b'"),
                refused("no character (Redis sends the byte)", "*1\r\n\u00ff\r\n", "expected '$', got '?'"),
                refused("a null argument", "*1\r\n$-1\r\n", "invalid bulk length"),
                refused("an argument of -2 bytes", "*1\r\n$-2\r\n", "invalid bulk length"),
                refused("an argument without a length", "*1\r\n$\r\n", "invalid bulk length"),
                refused("a length with a zero in front", "*1\r\n$04\r\nPING\r\n", "invalid bulk length"),
                refused("an argument of 2^31 bytes", "*1\r\n$2147483648\r\n", "invalid bulk length"),
                refused("an argument of 2^63 bytes", "*1\r\n$9223372036854775808\r\n", "invalid bulk length"),
                refused("an argument above the limit", "*1\r\n$67108865\r\n", "invalid bulk length"),
                refused("arguments that are too much together", tooMuchTogether(), "invalid bulk length"),
                refused(
                        "an argument longer than it says (Redis goes on)",
                        "*1\r\n$3\r\nPING\r\n",
                        "invalid bulk length"),
                refused("a line without line feed (Redis goes on)", "*1\rx$4\rxPING\r\n", "invalid multibulk length"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void bytesMeanTheSameInOnePiece(String name, byte[] input, Decoding expected) {
        assertThat(Decoding.whole(LIMITS, input)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void bytesMeanTheSameOneByOne(String name, byte[] input, Decoding expected) {
        assertThat(Decoding.byteByByte(LIMITS, input)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void bytesMeanTheSameCutInTwoAnywhere(String name, byte[] input, Decoding expected) {
        int step = Math.max(1, input.length / 500);
        for (int cut = 0; cut <= input.length; cut += step) {
            assertThat(Decoding.inPieces(LIMITS, input, cut))
                    .as("cut at %s", cut)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void bytesMeanTheSameInAnyPieces(String name, byte[] input, Decoding expected) {
        for (int seed = 0; seed < RANDOM_CUTS; seed++) {
            assertThat(Decoding.inRandomPieces(LIMITS, input, new Random(seed)))
                    .as("seed %s", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void afterAnErrorThereIsNothingMore() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(LIMITS);
        decoder.feed(Unpooled.wrappedBuffer(bytes("*x\r\n" + PING)));
        assertThatThrownBy(decoder::next).isInstanceOf(ProtocolException.class);
        ByteBuf more = Unpooled.wrappedBuffer(bytes(PING));
        decoder.feed(more);
        assertThat(decoder.next()).isNull();
        assertThat(more.isReadable()).isFalse();
        assertThat(decoder.isIdle()).isTrue();
        assertThat(decoder.heldBytes()).isZero();
    }

    @Test
    void whatWasFedIsNotReleased() {
        ByteBuf fed = Unpooled.copiedBuffer(bytes(PING));
        new RequestDecoder(LIMITS).feed(fed);
        assertThat(fed.refCnt()).isEqualTo(1);
        assertThat(fed.isReadable()).isFalse();
        fed.release();
    }

    @Test
    void limitsCanBeRaisedBetweenTwoRequests() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(DecoderLimits.UNAUTHENTICATED);
        decoder.feed(Unpooled.wrappedBuffer(bytes(PING + "*11\r\n" + "$1\r\na\r\n".repeat(11))));
        assertThat(decoder.next()).isNotNull();
        decoder.limits(LIMITS);
        Request request = decoder.next();
        assertThat(request).isNotNull();
        assertThat(request.size()).isEqualTo(11);
    }

    @ParameterizedTest
    @MethodSource("unauthenticated")
    void beforeAuthenticationLittleIsTaken(String input, String error) {
        Decoding decoded = Decoding.whole(DecoderLimits.UNAUTHENTICATED, bytes(input));
        assertThat(decoded.error()).isEqualTo(error);
    }

    static Stream<Arguments> unauthenticated() {
        return Stream.of(
                Arguments.of("*10\r\n", NO_ERROR),
                Arguments.of("*11\r\n", "Protocol error: unauthenticated multibulk length"),
                Arguments.of("*3000000000\r\n", "Protocol error: invalid multibulk length"),
                Arguments.of("*1\r\n$16384\r\n", NO_ERROR),
                Arguments.of("*1\r\n$16385\r\n", "Protocol error: unauthenticated bulk length"),
                Arguments.of("*1\r\n$-1\r\n", "Protocol error: invalid bulk length"));
    }

    private static String tooMuchTogether() {
        String mebibyte = "$1048576\r\n" + "v".repeat(1 << 20) + "\r\n";
        return "*3\r\n" + mebibyte + "$1\r\nk\r\n$67108864\r\n";
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private static List<String> repeated(String text, int count) {
        return Stream.generate(() -> text).limit(count).toList();
    }

    @SafeVarargs
    private static Arguments accepted(String name, String input, List<String>... requests) {
        return Arguments.of(name, bytes(input), new Decoding(List.of(requests), NO_ERROR));
    }

    private static Arguments refused(String name, String input, String reason) {
        return Arguments.of(name, bytes(input), new Decoding(List.of(), "Protocol error: " + reason));
    }
}
