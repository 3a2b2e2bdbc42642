package bounceledger.dynamodb;

import bounceledger.dynamodb.Happening.Kind;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What SES tells of some subscribers, by chance, as it publishes it. */
public final class Traffic {

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final int CAMPAIGNS = 5;

    private Traffic() {}

    public static List<EmailAddress> subscribers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new EmailAddress("s" + i, "traffic.example"))
                .toList();
    }

    public static List<String> campaigns() {
        return IntStream.range(0, CAMPAIGNS).mapToObj(i -> "campaign" + i).toList();
    }

    /**
     * Events that differ from each other, in no order of time; every other is of one of the hot subscribers, which are the first
     * ones.
     */
    public static List<String> events(long seed, int count, int subscribers, int hot) {
        Random random = new Random(seed);
        List<EmailAddress> all = subscribers(subscribers);
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean isHot = hot > 0 && random.nextBoolean();
            EmailAddress recipient = all.get(random.nextInt(isHot ? hot : subscribers));
            EmailAddress other = all.get(random.nextInt(subscribers));
            boolean alone = other.equals(recipient) || random.nextInt(16) > 0;
            Kind kind = random.nextInt(3) == 0 ? Kind.DELIVERY : KINDS.get(random.nextInt(KINDS.size()));
            events.add(new Happening(
                            kind,
                            "m" + i,
                            Samples.START
                                    .plusSeconds(6L * 3600 * random.nextInt(60))
                                    .plusMillis(random.nextInt(1000)),
                            alone ? List.of(recipient) : List.of(recipient, other),
                            random.nextBoolean() ? "news" : "*",
                            random.nextInt(6) == 0 ? null : "campaign" + random.nextInt(CAMPAIGNS))
                    .event(random));
        }
        return events;
    }
}
