package io.minikafka.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * JSON as the API reads and writes it: fields that are unknown or there twice are refused, numbers are no texts, and what
 * a reader builds from a text is bounded by more than the text's length.
 */
public final class ApiJson {
    /** A message with a key and some headers has about 30 tokens; a list of empty objects shall not fill the heap. */
    private static final long TOKENS_A_MESSAGE = 100;

    private static final int MAX_DEPTH = 16;

    private final JsonMapper mapper;

    public ApiJson(HttpSettings settings, Durations durations) {
        int longest = (int) Math.min(settings.maxRequestBytes(), Integer.MAX_VALUE);
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(longest)
                        .maxNestingDepth(MAX_DEPTH)
                        .maxTokenCount(TOKENS_A_MESSAGE * (settings.maxMessages() + 1L))
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        SimpleModule module = new SimpleModule("minikafka");
        module.addDeserializer(Duration.class, new DurationReader(durations));
        mapper = JsonMapper.builder(factory)
                .addModule(module)
                .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.Integer,
                        config -> config.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .build();
    }

    JsonMapper mapper() {
        return mapper;
    }

    /** On one line. */
    byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    private static final class DurationReader extends StdDeserializer<Duration> {
        private final Durations durations;

        DurationReader(Durations durations) {
            super(Duration.class);
            this.durations = durations;
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getValueAsString("");
            try {
                return durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw HttpProblemException.malformed("A duration is refused: " + e.getMessage());
            }
        }
    }
}
