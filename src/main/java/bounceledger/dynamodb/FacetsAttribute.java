package bounceledger.dynamodb;

import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.Fact.Bounced;
import bounceledger.subscriber.Fact.Choice;
import bounceledger.subscriber.Fact.Mark;
import bounceledger.subscriber.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Facets as one attribute, small enough that the item of a busy subscriber stays under 4 KB: a fact is a list without
 * names, {@code [time, message id, …]}, times are milliseconds since 1970, and a message id of SES's own form is its 29
 * octets instead of its 60 characters.
 */
final class FacetsAttribute {

    private static final String COMPLAINT = "complaint";
    private static final String TOPICS = "topics";
    private static final String HARD = "hard";
    private static final String COUNTABLE = "countable";
    private static final String OTHER = "other";
    private static final String ECHO = "echo";
    private static final String DELIVERIES = "deliveries";
    private static final String EARLIER = "earlier";
    private static final String REACTIVATION = "reactivation";

    /** Sixteen hexadecimal digits, a UUID, six digits. */
    private static final Pattern SES_MESSAGE_ID = Pattern.compile(
            "([0-9a-f]{16})-([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})-([0-9a-f]{6})");

    private static final int[] HYPHENS = {16, 24, 28, 32, 36, 48};

    private FacetsAttribute() {}

    static AttributeValue of(Facets facets) {
        Attributes map = new Attributes().put(REACTIVATION, facets.reactivation());
        put(map, COMPLAINT, facets.complaint(), FacetsAttribute::mark);
        put(map, HARD, facets.hardBounce(), FacetsAttribute::bounced);
        put(map, OTHER, facets.otherBounce(), FacetsAttribute::bounced);
        put(map, ECHO, facets.echo(), FacetsAttribute::bounced);
        put(map, COUNTABLE, facets.countableBounces(), FacetsAttribute::bounced);
        put(map, DELIVERIES, facets.deliveries(), FacetsAttribute::mark);
        put(map, EARLIER, facets.earlierDeliveries(), FacetsAttribute::run);
        put(map, TOPICS, List.copyOf(facets.topics().entrySet()), FacetsAttribute::choice);
        return AttributeValue.fromM(map.build());
    }

    private static <F> void put(Attributes map, String name, @Nullable F fact, Function<F, AttributeValue> form) {
        if (fact != null) {
            map.put(name, form.apply(fact));
        }
    }

    private static <F> void put(Attributes map, String name, List<F> facts, Function<F, AttributeValue> form) {
        if (!facts.isEmpty()) {
            map.put(name, AttributeValue.fromL(facts.stream().map(form).toList()));
        }
    }

    static Facets read(AttributeValue attribute) {
        Map<String, AttributeValue> map = attribute.m();
        return new Facets(
                one(map, COMPLAINT, FacetsAttribute::readMark),
                all(map, TOPICS, FacetsAttribute::readChoice).stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                one(map, HARD, FacetsAttribute::readBounced),
                all(map, COUNTABLE, FacetsAttribute::readBounced),
                one(map, OTHER, FacetsAttribute::readBounced),
                one(map, ECHO, FacetsAttribute::readBounced),
                all(map, DELIVERIES, FacetsAttribute::readMark),
                all(map, EARLIER, FacetsAttribute::readRun),
                Attributes.time(map, REACTIVATION));
    }

    private static <F> @Nullable F one(Map<String, AttributeValue> map, String name, Function<AttributeValue, F> form) {
        AttributeValue value = map.get(name);
        return value == null ? null : form.apply(value);
    }

    private static <F> List<F> all(Map<String, AttributeValue> map, String name, Function<AttributeValue, F> form) {
        AttributeValue value = map.get(name);
        return value == null ? List.of() : value.l().stream().map(form).toList();
    }

    private static AttributeValue mark(Mark mark) {
        return AttributeValue.fromL(List.of(time(mark.at()), messageId(mark.messageId())));
    }

    private static Mark readMark(AttributeValue value) {
        List<AttributeValue> list = value.l();
        return new Mark(readTime(list.get(0)), readMessageId(list.get(1)));
    }

    private static AttributeValue choice(Map.Entry<String, Choice> topic) {
        Choice choice = topic.getValue();
        return AttributeValue.fromL(List.of(
                time(choice.at()),
                messageId(choice.messageId()),
                AttributeValue.fromBool(choice.optedIn()),
                Attributes.string(topic.getKey())));
    }

    private static Map.Entry<String, Choice> readChoice(AttributeValue value) {
        List<AttributeValue> list = value.l();
        Choice choice = new Choice(
                readTime(list.get(0)), readMessageId(list.get(1)), list.get(2).bool());
        return Map.entry(list.get(3).s(), choice);
    }

    private static AttributeValue bounced(Bounced bounced) {
        List<AttributeValue> list = new ArrayList<>(List.of(
                time(bounced.at()),
                messageId(bounced.messageId()),
                Attributes.number(bounced.responseCode()),
                Attributes.string(bounced.classification().toString()),
                Attributes.string(bounced.effect().toString())));
        if (bounced.provider() != null || bounced.subType() != null) {
            list.add(optional(bounced.provider()));
        }
        if (bounced.subType() != null) {
            list.add(optional(bounced.subType()));
        }
        return AttributeValue.fromL(list);
    }

    private static Bounced readBounced(AttributeValue value) {
        List<AttributeValue> list = value.l();
        return new Bounced(
                readTime(list.get(0)),
                readMessageId(list.get(1)),
                Integer.parseInt(list.get(2).n()),
                Attributes.constant(list.get(3).s(), Classification.class),
                Attributes.constant(list.get(4).s(), Effect.class),
                list.size() > 5 ? list.get(5).s() : null,
                list.size() > 6 ? list.get(6).s() : null);
    }

    private static AttributeValue optional(@Nullable String text) {
        return text == null ? AttributeValue.fromNul(true) : Attributes.string(text);
    }

    private static AttributeValue run(Run run) {
        return AttributeValue.fromL(List.of(time(run.first()), time(run.last())));
    }

    private static Run readRun(AttributeValue value) {
        return new Run(readTime(value.l().get(0)), readTime(value.l().get(1)));
    }

    private static AttributeValue time(Instant at) {
        return Attributes.number(at.toEpochMilli());
    }

    private static Instant readTime(AttributeValue value) {
        return Instant.ofEpochMilli(Long.parseLong(value.n()));
    }

    private static AttributeValue messageId(String id) {
        return SES_MESSAGE_ID.matcher(id).matches()
                ? AttributeValue.fromB(SdkBytes.fromByteArray(HexFormat.of().parseHex(id.replace("-", ""))))
                : Attributes.string(id);
    }

    private static String readMessageId(AttributeValue value) {
        if (value.b() == null) {
            return value.s();
        }
        StringBuilder id = new StringBuilder(HexFormat.of().formatHex(value.b().asByteArrayUnsafe()));
        for (int i = HYPHENS.length - 1; i >= 0; i--) {
            id.insert(HYPHENS[i], '-');
        }
        return id.toString();
    }
}
