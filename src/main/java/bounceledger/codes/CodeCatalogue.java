package bounceledger.codes;

import bounceledger.classify.Classification;
import bounceledger.classify.CodeTables;
import bounceledger.classify.Permanence;
import bounceledger.classify.ResponseCode;
import bounceledger.classify.ResponseCode.Source;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of codes and classifications. It has an entry for every number that a verdict or a subscriber can show, and
 * in it a reading for each way in which the number can come about.
 */
public final class CodeCatalogue {

    private static final int LAST_SUBJECT = 7;

    private final CodeTables tables;
    private final Map<Classification, ClassificationEntry> classifications = new EnumMap<>(Classification.class);
    private final List<ClassificationEntry> classificationsInOrder = new ArrayList<>();

    /** By code in full: {@code 5.1.1}, and {@code 5.1.n} for the details that are not registered. */
    private final Map<String, Reading> statusCodes = new LinkedHashMap<>();

    /** By the three digits, and {@code 4yz}, {@code 5yz} for those that are not known. */
    private final Map<String, Reading> replyCodes = new HashMap<>();

    private final Map<String, Reading> subscriberCodes = new HashMap<>();
    private final Map<String, Reading> permanenceCodes = new HashMap<>();

    /** The texts of which a catalogue is made; each file of {@code codes/} explains its form. */
    record Texts(
            List<Explanation> classifications,
            List<Explanation> statusCodes,
            List<Explanation> replyCodes,
            List<Explanation> permanenceCodes,
            List<Explanation> subscriberCodes) {}

    /**
     * The catalogue that the product ships.
     *
     * @param tables what the codes say by themselves
     * @throws IllegalStateException naming file, line and reason, when a text is not in order
     */
    public static CodeCatalogue load(CodeTables tables) {
        return new CodeCatalogue(
                tables,
                new Texts(
                        Explanation.read("/codes/classifications.txt"),
                        Explanation.read("/codes/enhanced-status-codes.txt"),
                        Explanation.read("/codes/reply-codes.txt"),
                        Explanation.read("/codes/permanence-codes.txt"),
                        Explanation.read("/codes/subscriber-codes.txt")));
    }

    CodeCatalogue(CodeTables tables, Texts texts) {
        this.tables = tables;
        // Plain loops here and below: this runs once, cold, while somebody waits for the function to start.
        for (Explanation explanation : texts.classifications()) {
            readClassification(explanation);
        }
        for (Classification classification : Classification.values()) {
            if (!classifications.containsKey(classification)) {
                throw new IllegalStateException("the classification " + classification + " is not explained");
            }
        }
        for (Explanation explanation : texts.statusCodes()) {
            readStatusCode(explanation);
        }
        for (Explanation explanation : texts.replyCodes()) {
            readReplyCode(explanation);
        }
        for (Explanation explanation : texts.permanenceCodes()) {
            readPermanenceCode(explanation);
        }
        for (Explanation explanation : texts.subscriberCodes()) {
            readSubscriberCode(explanation);
        }
    }

    /** The numbers that the standards, the providers or the ledger define, ascending. */
    public List<CodeEntry> entries() {
        IntStream ofSubscribers = subscriberCodes.keySet().stream().mapToInt(Integer::parseInt);
        return IntStream.concat(ofSubscribers, IntStream.range(400, 600))
                .sorted()
                .mapToObj(this::entry)
                .flatMap(Optional::stream)
                .filter(CodeCatalogue::isListed)
                .toList();
    }

    /**
     * The entry of a number, also of one that nobody has defined: then what its first digits say. Empty for a number that
     * neither a verdict nor a subscriber shows.
     */
    public Optional<CodeEntry> entry(int code) {
        String digits = Integer.toString(code);
        boolean failure = code >= 400 && code < 600;
        Reading asSubscriberCode = subscriberCodes.get(digits);
        if (!failure && asSubscriberCode == null) {
            return Optional.empty();
        }
        boolean threeDigits = failure && isShownInThreeDigits(digits);
        Reading asReplyCode = failure ? asReplyCode(digits) : null;
        Reading asEnhancedStatusCode = failure ? asEnhancedStatusCode(digits, threeDigits) : null;
        Reading asPermanence = permanenceCodes.get(digits);
        List<Source> sources = new ArrayList<>();
        if (threeDigits) {
            sources.add(Source.ENHANCED_STATUS_CODE);
        }
        if (failure) {
            sources.add(Source.REPLY_CODE);
        }
        if (asPermanence != null) {
            sources.add(Source.PERMANENCE);
        }
        String title = title(asSubscriberCode, threeDigits ? asEnhancedStatusCode : null, asReplyCode, asPermanence);
        return Optional.of(new CodeEntry(
                code, title, List.copyOf(sources), asSubscriberCode, asReplyCode, asEnhancedStatusCode, asPermanence));
    }

    /** The eleven classifications, what concerns the recipient first. */
    public List<ClassificationEntry> classifications() {
        return List.copyOf(classificationsInOrder);
    }

    private void readClassification(Explanation explanation) {
        Classification classification = Classification.of(explanation.key())
                .orElseThrow(() -> explanation.broken("there is no classification " + explanation.key()));
        ClassificationEntry entry = new ClassificationEntry(
                classification,
                classification.fault(),
                explanation.title(),
                explanation.text(),
                required(explanation, explanation.temporary()),
                required(explanation, explanation.permanent()));
        if (classifications.putIfAbsent(classification, entry) != null) {
            throw explanation.broken(classification + " is explained twice");
        }
        classificationsInOrder.add(entry);
    }

    private void readStatusCode(Explanation explanation) {
        String key = explanation.key();
        List<String> codes =
                key.startsWith("X.") ? List.of("4" + key.substring(1), "5" + key.substring(1)) : List.of(key);
        for (String code : codes) {
            boolean general = code.endsWith(".n");
            EnhancedStatusCode example = EnhancedStatusCode.parse(general ? code.replace(".n", ".999") : code)
                    .orElse(null);
            if (example == null || example.statusClass() < 4 || example.subject() > LAST_SUBJECT) {
                throw explanation.broken("expected a code like 5.1.1, X.1.1 or X.1.n, not " + key);
            }
            Classification classification = tables.enhancedStatusCode(example, false);
            put(
                    statusCodes,
                    code,
                    explanation,
                    reading(code, explanation, permanence(example.statusClass()), classification));
        }
    }

    private void readReplyCode(Explanation explanation) {
        String key = explanation.key();
        boolean general = key.equals("4yz") || key.equals("5yz");
        int number = general ? (key.charAt(0) - '0') * 100 + 99 : failure(explanation);
        Classification classification = tables.replyCode(new ReplyCode(number), false);
        put(replyCodes, key, explanation, reading(key, explanation, permanence(number / 100), classification));
    }

    private void readPermanenceCode(Explanation explanation) {
        int number = failure(explanation);
        Reading reading = reading(explanation.key(), explanation, permanence(number / 100), null);
        put(permanenceCodes, explanation.key(), explanation, reading);
    }

    private void readSubscriberCode(Explanation explanation) {
        String key = explanation.key();
        if (!isNumber(key) || key.length() > 4) {
            throw explanation.broken("expected a number of one to four digits, not " + key);
        }
        String advice = required(explanation, explanation.permanent());
        put(
                subscriberCodes,
                key,
                explanation,
                new Reading(key, explanation.title(), explanation.text(), advice, null, null, List.of()));
    }

    private static int failure(Explanation explanation) {
        String key = explanation.key();
        if (key.length() != 3 || key.charAt(0) < '4' || key.charAt(0) > '5' || !isNumber(key)) {
            throw explanation.broken("expected a number from 400 to 599, not " + key);
        }
        return Integer.parseInt(key);
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static void put(Map<String, Reading> readings, String code, Explanation explanation, Reading reading) {
        if (readings.putIfAbsent(code, reading) != null) {
            throw explanation.broken(code + " is explained twice");
        }
    }

    private static String required(Explanation explanation, @Nullable String advice) {
        if (advice == null) {
            throw explanation.broken(explanation.key() + " has no advice for one of the two cases");
        }
        return advice;
    }

    private Reading reading(
            String code, Explanation explanation, Permanence permanence, @Nullable Classification classification) {
        return new Reading(
                code,
                explanation.title(),
                explanation.text(),
                advice(explanation, permanence, classification == null ? Classification.UNKNOWN : classification),
                permanence,
                classification,
                List.of());
    }

    private String advice(Explanation explanation, Permanence permanence, Classification classification) {
        boolean temporary = permanence == Permanence.TEMPORARY;
        String own = temporary ? explanation.temporary() : explanation.permanent();
        if (own != null) {
            return own;
        }
        ClassificationEntry general = Objects.requireNonNull(classifications.get(classification));
        return temporary ? general.adviceWhenTemporary() : general.adviceWhenPermanent();
    }

    private static Permanence permanence(int firstDigit) {
        return firstDigit == 4 ? Permanence.TEMPORARY : Permanence.PERMANENT;
    }

    private @Nullable Reading asReplyCode(String digits) {
        Reading known = replyCodes.get(digits);
        return known == null ? replyCodes.get(digits.charAt(0) + "yz") : known;
    }

    private @Nullable Reading asEnhancedStatusCode(String digits, boolean threeDigits) {
        String subject = digits.charAt(0) + "." + digits.charAt(1) + ".";
        Reading registered = statusCodes.get(subject + digits.charAt(2));
        Reading reading = registered == null && threeDigits ? statusCodes.get(subject + "n") : registered;
        if (reading == null || digits.charAt(2) != '0' || !threeDigits) {
            return reading;
        }
        List<Reading> finer = statusCodes.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(subject) && entry.getKey().length() > subject.length() + 1)
                .map(Map.Entry::getValue)
                .toList();
        return reading.alsoShownFor(finer);
    }

    /** Whether an enhanced status code can come to be shown with these digits. */
    private static boolean isShownInThreeDigits(String digits) {
        return EnhancedStatusCode.parse(digits.charAt(0) + "." + digits.charAt(1) + "." + digits.charAt(2))
                .map(code -> ResponseCode.of(null, code, permanence(code.statusClass())))
                .filter(shown -> shown.from() == Source.ENHANCED_STATUS_CODE)
                .isPresent();
    }

    /** What the number means in the readings that verdicts use, the general ones left out as long as there is another. */
    private static String title(@Nullable Reading... readings) {
        List<Reading> present = Stream.of(readings).filter(Objects::nonNull).toList();
        List<Reading> exact = present.stream().filter(CodeCatalogue::isExact).toList();
        return (exact.isEmpty() ? present : exact)
                .stream().map(Reading::title).distinct().collect(Collectors.joining(" / "));
    }

    private static boolean isListed(CodeEntry entry) {
        return Stream.of(
                        entry.asSubscriberCode(),
                        entry.asReplyCode(),
                        entry.asEnhancedStatusCode(),
                        entry.asPermanence())
                .anyMatch(reading -> reading != null && isExact(reading));
    }

    private static boolean isExact(Reading reading) {
        return !reading.code().endsWith("n") && !reading.code().endsWith("yz");
    }
}
