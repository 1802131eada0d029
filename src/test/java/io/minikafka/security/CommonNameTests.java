package io.minikafka.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommonNameTests {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CN=alice                     | alice
            CN=alice,OU=billing,O=shop   | alice
            OU=billing,CN=alice          | alice
            CN=a\\,CN\\=admin            | a,CN=admin
            O=shop                       |
            CN=alice,CN=admin            |
            CN=alice+UID=1,O=shop        |
            """)
    void itIsTheOnlyOneOfTheSubject(String subject, String expected) {
        assertThat(CommonName.of(subject)).isEqualTo(expected);
    }
}
