package bounceledger.subscriber;

import static bounceledger.subscriber.Samples.ANN;
import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.blocked;
import static bounceledger.subscriber.Samples.bounce;
import static bounceledger.subscriber.Samples.complaint;
import static bounceledger.subscriber.Samples.day;
import static bounceledger.subscriber.Samples.delivery;
import static bounceledger.subscriber.Samples.echo;
import static bounceledger.subscriber.Samples.facets;
import static bounceledger.subscriber.Samples.hard;
import static bounceledger.subscriber.Samples.optIn;
import static bounceledger.subscriber.Samples.optOut;
import static bounceledger.subscriber.Samples.reactivation;
import static bounceledger.subscriber.Samples.soft;
import static bounceledger.subscriber.Samples.weak;
import static bounceledger.subscriber.SubscriberStatus.ACTIVE;
import static bounceledger.subscriber.SubscriberStatus.BOUNCING;
import static bounceledger.subscriber.SubscriberStatus.COMPLAINED;
import static bounceledger.subscriber.SubscriberStatus.SUPPRESSED;
import static bounceledger.subscriber.SubscriberStatus.UNDELIVERABLE;
import static bounceledger.subscriber.SubscriberStatus.UNSUBSCRIBED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.subscriber.Event.Complaint.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SubscriberTest {

    private static final Duration TICK = Duration.ofMillis(1);

    private static Subscriber shown(Policy policy, Instant now, Entry... entries) {
        return Subscriber.of(ANN, facets(entries), policy, now);
    }

    private static Subscriber shown(Entry... entries) {
        return shown(Policy.DEFAULT, day(1000), entries);
    }

    private static void assertShown(SubscriberStatus status, int code, Entry... entries) {
        Subscriber shown = shown(entries);
        assertEquals(status + " " + code, shown.status() + " " + shown.responseCode());
        assertEquals(status.sendable(), shown.sendable());
    }

    private static Entry[] and(List<Entry> some, Entry... others) {
        return Stream.concat(some.stream(), Arrays.stream(others)).toArray(Entry[]::new);
    }

    @Nested
    class Complained {

        @Test
        void beforeEverythingElse() {
            assertShown(
                    COMPLAINED,
                    1002,
                    complaint("m", START, Weight.COMPLAINT),
                    optOut("m", day(1), "*"),
                    hard("m2", day(2)),
                    delivery("m3", day(3)));
        }

        @Test
        void neverUndoneByAnOptIn() {
            assertShown(COMPLAINED, 1002, complaint("m", START, Weight.COMPLAINT), optIn("m2", day(1), "*"));
        }
    }

    @Nested
    class Unsubscribed {

        @Test
        void beforeBounces() {
            assertShown(UNSUBSCRIBED, 1001, optOut("m", START, "*"), hard("m2", day(1)));
        }

        @Test
        void byAnyTopicWhereNoneAreSet() {
            assertShown(UNSUBSCRIBED, 1001, optOut("m", START, "news"), optIn("m", day(1), "offers"));
        }

        @Test
        void untilTheSameTopicIsJoinedAgain() {
            assertShown(ACTIVE, 0, optOut("m", START, "news"), optIn("m", day(1), "news"));
        }

        @Test
        void notByAnOptInThatIsOlder() {
            assertShown(UNSUBSCRIBED, 1001, optOut("m", day(1), "news"), optIn("m", START, "news"));
        }

        @ParameterizedTest
        @CsvSource({"news, unsubscribed", "*, unsubscribed", "offers, active"})
        void byTheTopicsThatAreSetAndByAllOfThem(String left, String status) {
            Policy newsAlone = new Policy(5, Duration.ofDays(30), Set.of("news"), Duration.ofDays(400), true);
            assertEquals(
                    status,
                    shown(newsAlone, START, optOut("m", START, left)).status().toString());
        }
    }

    @Nested
    class HardBounced {

        @Test
        void atOnce() {
            assertShown(UNDELIVERABLE, 511, hard("m", START));
            assertEquals(Classification.MAILBOX_UNKNOWN, shown(hard("m", START)).classification());
        }

        @Test
        void whateverWasDeliveredBefore() {
            assertShown(UNDELIVERABLE, 511, delivery("m1", START), hard("m2", START.plus(TICK)));
        }

        @Test
        void butForADeliveryAtTheSameInstant() {
            assertShown(ACTIVE, 200, delivery("m1", START), hard("m2", START));
        }

        @Test
        void untilADeliveryWithinThirtyDays() {
            assertShown(ACTIVE, 200, hard("m1", START), delivery("m2", day(30)));
            assertShown(UNDELIVERABLE, 511, hard("m1", START), delivery("m2", day(30).plus(TICK)));
        }

        @Test
        void whereTheDeliveryIsThatOfTheMessageThatBounced() {
            assertShown(UNDELIVERABLE, 511, hard("m", START), delivery("m", day(0.01)));
        }

        @Test
        void whereTheDeliveredMessageBouncedSoftly() {
            assertShown(UNDELIVERABLE, 511, hard("m1", START), delivery("m2", day(1)), soft("m2", day(1.01)));
        }

        @Test
        void withItsOwnCodeThoughOtherBouncesCameLater() {
            assertShown(UNDELIVERABLE, 511, hard("m1", START), soft("m2", day(1)), blocked("m3", day(2)));
        }

        @Test
        void noLongerAfterAReactivation() {
            assertShown(ACTIVE, 0, hard("m1", START), reactivation(START));
            assertShown(UNDELIVERABLE, 511, hard("m1", START), reactivation(START.minus(TICK)));
        }

        /** The delivery that undid the bounce is no longer among the latest eight, but not forgotten. */
        @Test
        void notAgainWhenManyDeliveriesFollowTheOneThatUndidIt() {
            Stream<Entry> later = IntStream.range(0, 40).mapToObj(i -> delivery("later" + i, day(40 + i)));
            List<Entry> rescued = List.of(hard("m1", START), delivery("m2", day(5)));
            assertShown(ACTIVE, 200, and(rescued, later.toArray(Entry[]::new)));
        }

        @Test
        void forGoodWhenAllDeliveriesCameTooLate() {
            Stream<Entry> later = IntStream.range(0, 40).mapToObj(i -> delivery("later" + i, day(40 + i)));
            assertShown(UNDELIVERABLE, 511, and(List.of(hard("m1", START)), later.toArray(Entry[]::new)));
        }
    }

    @Nested
    class WeaklyBounced {

        @Test
        void twiceAtLeastSeventyTwoHoursApart() {
            assertShown(UNDELIVERABLE, 550, weak("m1", START), weak("m2", day(3)));
            assertShown(BOUNCING, 550, weak("m1", START), weak("m2", day(3).minus(TICK)));
        }

        @Test
        void notByOneMessageAlone() {
            assertShown(BOUNCING, 550, weak("m", START), weak("m", day(3)));
        }

        @Test
        void notByASoftBounceInsteadOfTheSecond() {
            assertShown(BOUNCING, 422, weak("m1", START), soft("m2", day(3)));
        }

        @Test
        void notWhenADeliveryCameBetween() {
            assertShown(BOUNCING, 550, weak("m1", START), delivery("m2", day(1)), weak("m3", day(3)));
        }

        @Test
        void noLongerAfterADeliveryHoweverLate() {
            assertShown(ACTIVE, 200, weak("m1", START), weak("m2", day(3)), delivery("m3", day(90)));
        }

        @Test
        void withTheCodeOfTheLatestThatCounts() {
            assertShown(
                    UNDELIVERABLE,
                    541,
                    weak("m1", START),
                    bounce("m2", day(3), Effect.WEAK, Classification.MAILBOX_UNKNOWN, 541, null),
                    soft("m3", day(4)));
        }
    }

    @Nested
    class OverTheSoftLimit {

        private static Entry[] soft(int count, Instant last) {
            return Stream.concat(
                            IntStream.range(0, count - 1).mapToObj(i -> Samples.soft("m" + i, day(i))),
                            Stream.of(Samples.soft("last", last)))
                    .toArray(Entry[]::new);
        }

        @Test
        void atFiveDaysOverThirty() {
            assertShown(UNDELIVERABLE, 422, soft(5, day(30)));
            assertShown(BOUNCING, 422, soft(5, day(30).minus(TICK)));
            assertShown(BOUNCING, 422, soft(4, day(30)));
        }

        @Test
        void withTheLimitAndTheSpanThatAreSet() {
            Policy most = new Policy(32, Duration.ofDays(31), Set.of(), Duration.ofDays(400), true);
            assertEquals(UNDELIVERABLE, shown(most, START, soft(32, day(31))).status());
            assertEquals(
                    BOUNCING, shown(most, START, soft(32, day(31).minus(TICK))).status());
            assertEquals(BOUNCING, shown(most, START, soft(31, day(31))).status());
            Policy least = new Policy(1, Duration.ZERO, Set.of(), Duration.ofDays(400), true);
            assertEquals(UNDELIVERABLE, shown(least, START, soft(1, START)).status());
        }

        @Test
        void notByManyBouncesOfOneDay() {
            assertShown(
                    BOUNCING,
                    422,
                    IntStream.range(0, 10)
                            .mapToObj(i -> Samples.soft("m" + i, START.plusSeconds(i)))
                            .toArray(Entry[]::new));
        }

        @Test
        void countingTheWeakOnesToo() {
            assertShown(UNDELIVERABLE, 422, and(List.of(weak("w", day(0.01))), soft(5, day(30))));
            assertShown(UNDELIVERABLE, 550, and(List.of(weak("w", day(30))), soft(4, day(5))));
        }

        @Test
        void notCountingWhatASenderIsToBlameFor() {
            assertShown(BOUNCING, 571, and(List.of(soft(4, day(20))), blocked("b", day(31))));
        }

        @Test
        void notCountingWhatCameBeforeADelivery() {
            assertShown(BOUNCING, 422, and(List.of(soft(5, day(30))), delivery("d", START)));
        }
    }

    @Nested
    class Suppressed {

        @Test
        void byAnEchoWithItsOwnCodeWhereNothingElseIsKnown() {
            assertShown(SUPPRESSED, 500, echo("m", START, "OnAccountSuppressionList"));
            assertShown(SUPPRESSED, 500, complaint("m", START, Weight.ECHO));
        }

        @Test
        void withTheCodeAndClassificationOfTheLatestOtherBounce() {
            Subscriber shown = shown(
                    soft("m1", START),
                    blocked("m0", START.minus(TICK)),
                    echo("m2", day(2), "OnAccountSuppressionList"));
            assertEquals(422, shown.responseCode());
            assertEquals(Classification.MAILBOX_FULL, shown.classification());
        }

        @Test
        void withTheCodeOfABounceThatADeliveryUndid() {
            assertShown(
                    SUPPRESSED,
                    511,
                    hard("m1", START),
                    delivery("m2", day(1)),
                    echo("m3", day(2), "OnAccountSuppressionList"));
        }

        @Test
        void butAfterAHardBounceUndeliverable() {
            assertShown(UNDELIVERABLE, 511, hard("m1", START), echo("m2", day(1), "Suppressed"));
        }

        @Test
        void untilADelivery() {
            assertShown(ACTIVE, 200, echo("m1", START, "OnAccountSuppressionList"), delivery("m2", START));
            assertShown(
                    SUPPRESSED, 500, echo("m1", START, "OnAccountSuppressionList"), delivery("m2", START.minus(TICK)));
        }

        @Test
        void forFourteenDaysByTheGlobalList() {
            Entry echo = echo("m", START, "Suppressed");
            Subscriber before = shown(Policy.DEFAULT, day(14).minus(TICK), echo);
            assertEquals(SUPPRESSED, before.status());
            assertEquals(Optional.of(day(14)), before.lapsesAt());
            Subscriber after = shown(Policy.DEFAULT, day(14), echo);
            assertEquals(ACTIVE, after.status());
            assertEquals(Optional.empty(), after.lapsesAt());
        }

        @Test
        void forGoodByEveryOtherList() {
            Subscriber shown = shown(echo("m", START, "OnTenantSuppressionList"));
            assertEquals(SUPPRESSED, shown.status());
            assertEquals(Optional.empty(), shown.lapsesAt());
        }

        @Test
        void lapsesToWhatTheOtherFactsSay() {
            assertShown(BOUNCING, 422, soft("m1", START), echo("m2", day(1), "Suppressed"));
        }
    }

    @Nested
    class Bouncing {

        @Test
        void withTheCodeOfTheLatest() {
            assertShown(BOUNCING, 571, soft("m1", START), blocked("m2", day(1)));
            assertShown(BOUNCING, 422, soft("m1", day(1)), blocked("m2", START));
        }

        @Test
        void untilADelivery() {
            assertShown(ACTIVE, 200, soft("m1", START), blocked("m2", START), delivery("m3", START));
            assertShown(BOUNCING, 422, soft("m1", START.plus(TICK)), delivery("m3", START));
            assertShown(BOUNCING, 571, blocked("m1", START.plus(TICK)), delivery("m3", START));
        }
    }

    @Nested
    class Active {

        @Test
        void withZeroWhenNothingWasHeard() {
            Subscriber shown = shown();
            assertEquals(ACTIVE, shown.status());
            assertEquals(0, shown.responseCode());
            assertNull(shown.classification());
            assertNull(shown.updatedAt());
        }

        @Test
        void withTwoHundredAfterADelivery() {
            assertShown(ACTIVE, 200, delivery("m", START));
            assertEquals(START, shown(delivery("m", START)).updatedAt());
        }

        @Test
        void withZeroWhenTheDeliveryWasBeforeTheReactivation() {
            assertShown(ACTIVE, 0, delivery("m", START), reactivation(START));
            assertShown(ACTIVE, 200, delivery("m", START.plus(TICK)), reactivation(START));
        }
    }

    @Test
    void aReactivationVoidsEveryFactThatIsNotNewer() {
        assertShown(
                ACTIVE,
                0,
                complaint("m", START, Weight.COMPLAINT),
                optOut("m", START, "*"),
                hard("m", START),
                weak("m", day(-4)),
                weak("m2", START),
                blocked("m", START),
                echo("m", START, "OnAccountSuppressionList"),
                reactivation(START));
    }

    @Test
    void aReactivationVoidsNoFactThatIsNewer() {
        Instant later = START.plus(TICK);
        assertShown(COMPLAINED, 1002, reactivation(START), complaint("m", later, Weight.COMPLAINT));
        assertShown(UNSUBSCRIBED, 1001, reactivation(START), optOut("m", later, "*"));
        assertShown(SUPPRESSED, 500, reactivation(START), echo("m", later, "OnAccountSuppressionList"));
        assertShown(BOUNCING, 571, reactivation(START), blocked("m", later));
    }

    static Stream<Arguments> sentences() {
        String clears = " A delivery or a reactivation would change it.";
        String spoils = " A bounce, a complaint or an opt-out would change it.";
        return Stream.of(
                Arguments.of(
                        "The subscriber complained about a message on 20 November 2026. Only a reactivation would change it.",
                        List.of(complaint("m", START, Weight.COMPLAINT))),
                Arguments.of(
                        "The subscriber opted out of all mail on 20 November 2026. Opting in again or a reactivation would"
                                + " change it.",
                        List.of(optOut("m", START, "*"))),
                Arguments.of(
                        "The subscriber opted out of the topic \"news\" on 20 November 2026. Opting in again or a"
                                + " reactivation would change it.",
                        List.of(optOut("m", START, "news"), optIn("m", day(9), "offers"))),
                Arguments.of(
                        "The subscriber opted out of all mail and of the topic \"news\", last on 21 November 2026. Opting in"
                                + " again to each or a reactivation would change it.",
                        List.of(optOut("m", START, "news"), optOut("m", day(1), "*"))),
                Arguments.of(
                        "The subscriber opted out of 2 topics, last on 21 November 2026. Opting in again to each or a"
                                + " reactivation would change it.",
                        List.of(optOut("m", START, "news"), optOut("m", day(1), "offers"))),
                Arguments.of(
                        "The subscriber opted out of all mail and of 2 topics, last on 22 November 2026. Opting in again to"
                                + " each or a reactivation would change it.",
                        List.of(optOut("m", START, "news"), optOut("m", day(1), "offers"), optOut("m", day(2), "*"))),
                Arguments.of(
                        "The domain of this address could not take mail on 20 November 2026. A delivery within 30 days or a"
                                + " reactivation would change it.",
                        List.of(bounce("m", START, Effect.HARD, Classification.MAILBOX_UNKNOWN, 512, null))),
                Arguments.of(
                        "Gmail said on 20 November 2026 that this mailbox does not exist. A delivery within 30 days or a"
                                + " reactivation would change it.",
                        List.of(hard("m", START))),
                Arguments.of(
                        "The receiving server said on 20 November 2026 that this mailbox is disabled. A delivery within 30"
                                + " days or a reactivation would change it.",
                        List.of(bounce("m", START, Effect.HARD, Classification.MAILBOX_DISABLED, 521, null))),
                Arguments.of(
                        "Gmail said on 20 November 2026 that this mailbox does not exist. Mail was delivered again only more"
                                + " than 30 days later, as it is where a dead address was made a spam trap: only a"
                                + " reactivation would change it.",
                        List.of(hard("m1", START), delivery("m2", day(31)))),
                Arguments.of(
                        "Messages at least 72 hours apart came back as from a dead mailbox; most recently the receiving"
                                + " server hinted on 23 November 2026 that this mailbox does not exist." + clears,
                        List.of(weak("m1", START), weak("m2", day(3)))),
                Arguments.of(
                        "Mail bounced on 5 days over 40 days without a delivery since; most recently Gmail said on 30"
                                + " December 2026 that this mailbox is full." + clears,
                        List.of(
                                soft("m1", START),
                                soft("m2", day(10)),
                                soft("m3", day(20)),
                                soft("m4", day(30)),
                                soft("m5", day(40)))),
                Arguments.of(
                        "Mail bounced on 5 days over 41 days without a delivery since; most recently the receiving server"
                                + " hinted on 31 December 2026 that this mailbox does not exist."
                                + clears,
                        List.of(
                                soft("m1", START),
                                soft("m2", day(10)),
                                soft("m3", day(20)),
                                soft("m4", day(30)),
                                weak("m5", day(41)))),
                Arguments.of(
                        "SES did not send on 20 November 2026 because this address is on the account's suppression list."
                                + clears,
                        List.of(echo("m", START, "OnAccountSuppressionList"))),
                Arguments.of(
                        "SES did not send on 20 November 2026 because this address is on the tenant's suppression list."
                                + clears,
                        List.of(echo("m", START, "OnTenantSuppressionList"))),
                Arguments.of(
                        "SES did not send on 20 November 2026 because SES's own validation found this address unlikely to"
                                + " take mail." + clears,
                        List.of(echo("m", START, "EmailValidationSuppressed"))),
                Arguments.of(
                        "SES did not send on 20 November 2026 because this address is on a suppression list of SES."
                                + clears,
                        List.of(echo("m", START, null))),
                Arguments.of(
                        "SES did not send on 21 November 2026 because this address is on the account's suppression list;"
                                + " apart from that, Gmail said on 20 November 2026 that this mailbox is full."
                                + clears,
                        List.of(soft("m1", START), echo("m2", day(1), "OnAccountSuppressionList"))),
                Arguments.of(
                        "SES did not send on 10 August 2029 because this address is on SES's global suppression list. It"
                                + " lapses on 24 August 2029; a delivery or a reactivation would change it sooner.",
                        List.of(echo("m", day(994), "Suppressed"))),
                Arguments.of(
                        "SES did not send on 10 August 2029 because this address is on SES's global suppression list; apart"
                                + " from that, the receiving server refused the sender on 9 August 2029. It lapses on"
                                + " 24 August 2029; a delivery or a reactivation would change it sooner.",
                        List.of(blocked("m1", day(993)), echo("m2", day(994), "Suppressed"))),
                Arguments.of(
                        "Gmail said on 20 November 2026 that this mailbox is full. Mail may be sent: a delivery would make it"
                                + " active, bounces on 5 days over 30 days undeliverable.",
                        List.of(soft("m", START))),
                Arguments.of(
                        "The receiving server hinted on 20 November 2026 that this mailbox does not exist. Mail may be sent:"
                                + " a delivery would make it active, another such bounce at least 72 hours apart"
                                + " undeliverable.",
                        List.of(weak("m", START))),
                Arguments.of(
                        "The receiving server refused the sender on 20 November 2026. Mail may be sent: this is not held"
                                + " against the subscriber, and a delivery would make it active.",
                        List.of(blocked("m", START))),
                Arguments.of("Mail was delivered on 20 November 2026." + spoils, List.of(delivery("m", START))),
                Arguments.of(
                        "SES's suppression of 20 November 2026 lapsed on 4 December 2026." + spoils,
                        List.of(echo("m", START, "Suppressed"))),
                Arguments.of(
                        "The address was reactivated on 20 November 2026, and nothing that counts was heard since."
                                + spoils,
                        List.of(reactivation(START))),
                Arguments.of("Nothing that counts was ever heard of this address." + spoils, List.of()));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void saysWhyAndWhatWouldChangeIt(String because, List<Entry> entries) {
        assertEquals(because, shown(entries.toArray(Entry[]::new)).because());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    bad-content,      523, The receiving server refused the content of a message on 20 November 2026.
                    bad-relay,        441, A server or the network on the way was out of order on 20 November 2026.
                    blocked,          571, The receiving server refused the sender on 20 November 2026.
                    client-error,     550, The receiving server found a fault on the sending side on 20 November 2026.
                    expired,          447, A message waited in the queue until its time was over on 20 November 2026.
                    mailbox-disabled, 521, The receiving server said on 20 November 2026 that this mailbox is disabled.
                    mailbox-full,     422, The receiving server said on 20 November 2026 that this mailbox is full.
                    mailbox-unknown,  511, The receiving server said on 20 November 2026 that this mailbox does not exist.
                    mailbox-unknown,  512, The domain of this address could not take mail on 20 November 2026.
                    mailbox-unknown,  544, The domain of this address could not take mail on 20 November 2026.
                    mailbox-unknown,  556, The domain of this address could not take mail on 20 November 2026.
                    rate-limit,       421, The receiving server said on 20 November 2026 that too much mail came too fast.
                    signature-error,  570, `The receiving server could not verify the sender (SPF, DKIM or DMARC) on 20 November 2026.`
                    unknown,          400, A message bounced on 20 November 2026 and nothing that was said tells why.
                    """)
    void saysWhatEachClassificationMeans(String classification, int code, String sentence) {
        Entry entry = bounce(
                "m", START, Effect.SOFT, Classification.of(classification).orElseThrow(), code, null);
        assertEquals(
                sentence
                        + " Mail may be sent: a delivery would make it active, bounces on 5 days over 30 days undeliverable.",
                shown(entry).because());
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLAINED, false",
        "UNSUBSCRIBED, false",
        "UNDELIVERABLE, false",
        "SUPPRESSED, false",
        "BOUNCING, true",
        "ACTIVE, true"
    })
    void isWrittenToOnlyWhenBouncingOrActive(SubscriberStatus status, boolean sendable) {
        assertEquals(sendable, status.sendable());
    }

    @ParameterizedTest
    @EnumSource(SubscriberStatus.class)
    void everyStatusHasAWord(SubscriberStatus status) {
        assertEquals(Optional.of(status), SubscriberStatus.of(status.toString()));
        assertFalse(SubscriberStatus.of(status.name()).isPresent());
    }
}
