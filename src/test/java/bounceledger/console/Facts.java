package bounceledger.console;

import bounceledger.classify.BounceType;
import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has happened before a browser test begins. All of it is invented. */
final class Facts {

    /** The time at which the tests look. */
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    /** Somebody with a long history whose mailbox is gone. */
    static final String ANN = "ann@example.org";

    static final String CAMPAIGN = "autumn-letter";

    /** A diagnostic that would run a script if it were ever taken for markup. */
    static final String HOSTILE = "smtp; 550 5.1.1 <img src=x onerror=\"document.title='run'\"> User unknown";

    private static final String GONE =
            "smtp; 550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown in virtual mailbox table";
    private static final String FULL =
            "smtp; 452 4.2.2 The email account that you tried to reach is over quota and inactive.";

    private final Classifier classifier;
    private final List<Entry> entries = new ArrayList<>();

    private Facts(Classifier classifier) {
        this.classifier = classifier;
    }

    static List<Entry> judgedBy(Classifier classifier) {
        Facts facts = new Facts(classifier);
        facts.ofAnn();
        facts.ofOthers();
        return List.copyOf(facts.entries);
    }

    private void ofAnn() {
        deliveredAt(ANN, 75);
        deliveredAt(ANN, 61);
        bounced(ANN, 33, FULL, BounceType.TRANSIENT);
        deliveredAt(ANN, 32);
        entries.add(Entry.of(new Event.Subscription(at(ANN, 20), "offers", true)));
        bounced(ANN, 4, GONE, BounceType.PERMANENT);
        bounced("hostile@example.org", 3, HOSTILE, BounceType.PERMANENT);
    }

    private void ofOthers() {
        for (int i = 1; i <= 60; i++) {
            bounced("reader" + i + "@example.net", 4 + i, GONE, BounceType.PERMANENT);
        }
        bounced("full@example.com", 2, FULL, BounceType.TRANSIENT);
        entries.add(Entry.of(
                new Event.Complaint(at("cross@example.com", 9), "abuse", null, Event.Complaint.Weight.COMPLAINT)));
        entries.add(Entry.of(new Event.Subscription(at("left@example.com", 12), Event.Subscription.EVERYTHING, false)));
        deliveredAt("bob@example.com", 1);
    }

    private void deliveredAt(String email, int daysAgo) {
        entries.add(Entry.of(new Event.Delivery(at(email, daysAgo))));
    }

    private void bounced(String email, int daysAgo, String diagnosticCode, @Nullable BounceType type) {
        Failure failure = new Failure(diagnosticCode, null, type, null, false);
        entries.add(new Entry(new Event.Bounce(at(email, daysAgo), failure, false), classifier.classify(failure)));
    }

    private static Occurrence at(String email, int daysAgo) {
        String messageId = "0102019ab3c4d5e6-%08x-000000".formatted(email.hashCode() + daysAgo);
        return new Occurrence(
                messageId,
                EmailAddress.parse(email).orElseThrow(),
                NOW.minus(Duration.ofDays(daysAgo)).minusSeconds(7L * daysAgo),
                CAMPAIGN,
                null);
    }
}
