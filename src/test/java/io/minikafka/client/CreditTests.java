package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CreditTests {
    @Test
    void beforeSizesAreKnownFewAreGranted() {
        assertThat(new Credit(2_000).grantAll()).isEqualTo(Credit.UNSEEN);
        assertThat(new Credit(7).grantAll()).isEqualTo(7);
    }

    @Test
    void smallMessagesMayComeInTheFullNumberAtOnce() {
        Credit credit = new Credit(2_000);
        credit.grantAll();
        credit.arrived(10, 1_000);
        assertThat(credit.grantLargely()).isEqualTo(2_000 - Credit.UNSEEN);
    }

    @Test
    void theNextGrantIsForHalfOfWhatMayBeAhead() {
        Credit credit = seen(1_000, 100);
        credit.taken(499);
        assertThat(credit.grantLargely()).isZero();
        credit.taken(1);
        assertThat(credit.grantLargely()).isEqualTo(500);
        assertThat(credit.grantLargely()).isZero();
    }

    @Test
    void withoutPollsNothingIsGranted() {
        Credit credit = seen(1_000, 100);
        assertThat(credit.grantAll()).isZero();
        credit.taken(1);
        assertThat(credit.grantAll()).isEqualTo(1);
    }

    @Test
    void largeMessagesAreBoundByTheirBytes() {
        Credit credit = new Credit(2_000);
        credit.grantAll();
        credit.arrived(Credit.UNSEEN, Credit.UNSEEN << 20);
        assertThat(credit.grantAll()).isZero();
        credit.taken(Credit.UNSEEN);
        assertThat(credit.grantAll()).isEqualTo((int) (Credit.MOST_BYTES >> 20));
    }

    @Test
    void onesLargerThanEverythingThatIsWantedComeOneByOne() {
        Credit credit = new Credit(2_000);
        credit.grantAll();
        credit.arrived(Credit.UNSEEN, Integer.MAX_VALUE);
        credit.arrived(0 + 1, Integer.MAX_VALUE);
        credit.taken(Credit.UNSEEN + 1);
        assertThat(credit.grantLargely()).isEqualTo(1 + 1);
    }

    /** Has granted everything, and got it. */
    private static Credit seen(int most, int bytesEach) {
        Credit credit = new Credit(most);
        int first = credit.grantAll();
        credit.arrived(first, first * bytesEach);
        int rest = credit.grantAll();
        credit.arrived(rest, rest * bytesEach);
        return credit;
    }
}
