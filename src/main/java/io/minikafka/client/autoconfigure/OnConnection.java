package io.minikafka.client.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches when the application says where the server is. A target that is set to nothing says nothing. */
final class OnConnection extends AnyNestedCondition {
    private static final String TARGET = "minikafka.client.target";

    OnConnection() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnBean(MinikafkaConnectionDetails.class)
    static final class Details {}

    @Conditional(OnTarget.class)
    static final class Property {}

    static final class OnTarget extends SpringBootCondition {
        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            ConditionMessage.Builder message = ConditionMessage.forCondition("Minikafka server");
            return StringUtils.hasText(context.getEnvironment().getProperty(TARGET))
                    ? ConditionOutcome.match(message.foundExactly(TARGET))
                    : ConditionOutcome.noMatch(message.didNotFind("property").items(TARGET));
        }
    }
}
