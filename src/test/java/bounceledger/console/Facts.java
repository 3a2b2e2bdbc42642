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

/** What has happened before a browser test begins. All of it is invented. */
final class Facts {

    /** The time at which the tests look. */
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    /** Somebody with a long history whose mailbox is gone. */
    static final String ANN = "ann@example.org";

    /** Whose mailbox no path takes as it is. */
    static final String ODD = "o'hara+news/100%25?@example.org";

    static final String CAMPAIGN = "autumn-letter";

    /** A diagnostic that would run a script if it were ever taken for markup. */
    static final String HOSTILE = "smtp; 550 5.1.1 <img src=x onerror=\"document.title='run'\"> User unknown";

    /** A diagnostic that no rule decides. */
    static final String UNMATCHED = "smtp; 550 Zebra <b>ate</b> the post";

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
        facts.ofTheCampaign();
        return List.copyOf(facts.entries);
    }

    static List<Entry> ofAFewJudgedBy(Classifier classifier) {
        Facts facts = new Facts(classifier);
        facts.ofAnn();
        facts.ofOthers();
        return List.copyOf(facts.entries);
    }

    private void ofAnn() {
        add(new Event.Delivery(at(ANN, 75)));
        add(new Event.Delivery(at(ANN, 61)));
        bounced(at(ANN, 33), FULL, BounceType.TRANSIENT);
        add(new Event.Delivery(at(ANN, 32)));
        add(new Event.Subscription(at(ANN, 20), "offers", true));
        bounced(at(ANN, 4), GONE, BounceType.PERMANENT);
    }

    private void ofOthers() {
        bounced(at("hostile@example.org", 30), HOSTILE, BounceType.PERMANENT);
        bounced(at(ODD, 30), GONE, BounceType.PERMANENT);
        bounced(at("full@example.com", 2), FULL, BounceType.TRANSIENT);
        add(new Event.Complaint(at("cross@example.com", 9), "abuse", null, Event.Complaint.Weight.COMPLAINT));
        add(new Event.Subscription(at("left@example.com", 12), Event.Subscription.EVERYTHING, false));
        for (int i = 1; i <= 5; i++) {
            bounced(at("zoo" + i + "@example.com", i), UNMATCHED, BounceType.PERMANENT);
        }
        bounced(at("moon@example.com", 6), "smtp; 450 4.7.99 The colour of 192.0.2.1 is wrong", BounceType.TRANSIENT);
    }

    private void ofTheCampaign() {
        for (int i = 1; i <= 58; i++) {
            bounced(mailed("reader" + i, i), GONE, BounceType.PERMANENT);
        }
        failures("full", 27, FULL);
        failures(
                "listed",
                14,
                "smtp; 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org");
        failures("hurried", 8, "smtp; 421 4.7.0 Too many messages from your IP, try again later");
        failures("large", 3, "smtp; 552 5.3.4 Message size exceeds fixed limit");
        failures("slow", 1, "smtp; 554 4.4.7 Message expired: unable to deliver in 840 minutes");
        for (int i = 1; i <= 4811; i++) {
            add(new Event.Delivery(mailed("happy" + i, 0)));
        }
        for (int i = 1; i <= 2; i++) {
            add(new Event.Complaint(mailed("happy" + i, 0), "abuse", null, Event.Complaint.Weight.COMPLAINT));
        }
        for (int i = 11; i <= 24; i++) {
            add(new Event.Subscription(mailed("happy" + i, 0), Event.Subscription.EVERYTHING, false));
        }
    }

    private void failures(String name, int number, String diagnosticCode) {
        for (int i = 1; i <= number; i++) {
            bounced(mailed(name + i, i), diagnosticCode, BounceType.TRANSIENT);
        }
    }

    private void add(Event event) {
        entries.add(Entry.of(event));
    }

    private void bounced(Occurrence occurrence, String diagnosticCode, BounceType type) {
        Failure failure = new Failure(diagnosticCode, null, type, null, false);
        entries.add(new Entry(new Event.Bounce(occurrence, failure, false), classifier.classify(failure)));
    }

    private static Occurrence mailed(String name, int minutes) {
        String email = name + "@example.net";
        return occurrence(email, NOW.minus(Duration.ofDays(5)).minus(Duration.ofMinutes(minutes)), CAMPAIGN);
    }

    private static Occurrence at(String email, int daysAgo) {
        Instant at = NOW.minus(Duration.ofDays(daysAgo)).minusSeconds(7L * daysAgo);
        return occurrence(email, at, "letter-" + at.toString().substring(0, 7));
    }

    private static Occurrence occurrence(String email, Instant at, String campaign) {
        String messageId = "0102019ab3c4d5e6-%08x-000000".formatted(email.hashCode() + at.getEpochSecond() / 86_400);
        return new Occurrence(messageId, EmailAddress.parse(email).orElseThrow(), at, campaign, null);
    }
}
