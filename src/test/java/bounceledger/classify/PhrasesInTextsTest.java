package bounceledger.classify;

import static bounceledger.classify.Samples.NO_CODES;
import static bounceledger.classify.Samples.classifier;
import static bounceledger.classify.Samples.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which words of a text a phrase finds. Each test asks a classifier that nobody asked before. */
class PhrasesInTextsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', nullValues = "-", textBlock = """
            user unknown            ~ The user is UNKNOWN here             ~ user is UNKNOWN
            user unknown            ~ user quite unknown                   ~ -
            user unknown            ~ unknown user                         ~ -
            user unknown            ~ user user unknown                    ~ user unknown
            user unknown            ~ user                                 ~ -
            user unknown            ~ user. Unknown                        ~ user. Unknown
            the user is unknown     ~ user unknown                         ~ user unknown
            not here                ~ cannot here                          ~ cannot here
            cannot here             ~ never here                           ~ never here
            {box} unknown           ~ the recipient: unknown!              ~ recipient: unknown
            {box} unknown           ~ mbox unknown                         ~ mbox unknown
            {box} unknown           ~ pigeon hole unknown                  ~ pigeon hole unknown
            {box} unknown           ~ pigeon hole key unknown              ~ pigeon hole key unknown
            {box} unknown           ~ pigeon pigeon hole unknown           ~ pigeon hole unknown
            {box} unknown           ~ pigeon unknown                       ~ -
            {box} unknown           ~ pigeon hole lock unknown             ~ -
            no {box}                ~ no pigeon hole key                   ~ no pigeon hole key
            no {box}                ~ no pigeon hole                       ~ no pigeon hole
            {box}                   ~ a user                               ~ user
            (no such|{box} not) {box} ~ pigeon hole not user               ~ pigeon hole not user
            (no such|{box} not) {box} ~ no such user                       ~ no such user
            (no such|{box} not) {box} ~ no user                            ~ -
            quota (of|for) {person}s over ~ quota of users over            ~ -
            a b c d e f g h i j k l m n o ~ a b c d e f g h i j k l m n o  ~ a b c d e f g h i j k l m n o
            """)
    void findsWordsThatFollowEachOther(String phrase, String text, @Nullable String matched) {
        assertEquals(matched, matched(phrase, text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', nullValues = "-", textBlock = """
            user * found            ~ user found                           ~ user found
            user * found            ~ user a b c d e f g found             ~ user a b c d e f g found
            user * found            ~ user a b c d e f g h found           ~ -
            user * found            ~ user a the b is c d e f 1 2 g found  ~ user a the b is c d e f 1 2 g found
            user * found            ~ user a user a b c d e f g found      ~ user a b c d e f g found
            user * found            ~ user user found                      ~ user user found
            user * found            ~ user. Found                          ~ -
            user * found            ~ user a. B found                      ~ -
            user * found            ~ a. User b found                      ~ User b found
            user * found            ~ user a found. B                      ~ user a found
            user * not found        ~ user a not. Found                    ~ user a not. Found
            user * found            ~ user; found                          ~ -
            user * found            ~ user! Found                          ~ -
            user * found            ~ user? Found                          ~ -
            user * found            ~ user, found                          ~ user, found
            user * found            ~ user: found                          ~ user: found
            user * found            ~ user - found                         ~ user - found
            user * found            ~ user (a) found                       ~ -
            user * found            ~ user (found)                         ~ -
            user * found            ~ (user) found                         ~ -
            user * found            ~ user(found)                          ~ -
            user * found            ~ user;found                           ~ -
            user * found            ~ user ( ) found                       ~ user ( ) found
            user * found            ~ user ) ( found                       ~ -
            user * found            ~ user (1) found                       ~ user (1) found
            user * found            ~ user) found                          ~ -
            user * found            ~ user... found                        ~ user... found
            user * found            ~ user.found                           ~ user.found
            user * found            ~ user .found                          ~ user .found
            user * found            ~ user . found                         ~ -
            user * found            ~ user <ann@example.org> found         ~ user <ann@example.org> found
            {box} * {person}        ~ pigeon hole a recipient              ~ pigeon hole a recipient
            {box} * {person}        ~ pigeon hole key user                 ~ pigeon hole key user
            such user * not found   ~ no such user was not found           ~ such user was not found
            one * two * three       ~ one a two b three                    ~ one a two b three
            one * two * three       ~ one two three                        ~ one two three
            one * two * three       ~ one a b c d e f g two a b c d e f g three ~ one a b c d e f g two a b c d e f g three
            one * two * three       ~ one a b c d e f g two a b c d e f g h three ~ -
            one * two * three       ~ one a b c d e f g h two three        ~ -
            one * two * three       ~ one three two                        ~ -
            one * two * three       ~ two one three                        ~ -
            one * two * three * four ~ one a two b three c four            ~ one a two b three c four
            one big * two big * three big ~ one big a two big b three big  ~ one big a two big b three big
            one * two two * three   ~ one a two two two two b three        ~ one a two two two two b three
            user * not found here   ~ user not found not found here        ~ user not found not found here
            a b c d e f g h i j k l m n o * end ~ a b c d e f g h i j k l m n o 1 p end ~ a b c d e f g h i j k l m n o 1 p end
            end * a b c d e f g h i j k l m n o ~ end 1 2 3 a b c d e f g h i j k l m n o ~ end 1 2 3 a b c d e f g h i j k l m n o
            """)
    void findsWordsThatAGapParts(String phrase, String text, @Nullable String matched) {
        assertEquals(matched, matched(phrase, text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', nullValues = "-", textBlock = """
            doesn't exist           ~ it doesn't exist                     ~ doesn't exist
            it doesn't              ~ it doesn't                           ~ it doesn't
            doesn't exist           ~ it DOESN\u2019T exist                ~ DOESN\u2019T exist
            doesn't exist           ~ it doesn t exist                     ~ -
            user exist              ~ user's exist                         ~ -
            we've moved             ~ we've moved                          ~ we've moved
            adresse inconnue        ~ l'adresse inconnue                   ~ adresse inconnue
            l adresse inconnue      ~ l'adresse inconnue                   ~ l'adresse inconnue
            rock'n roll             ~ rock'n'roll                          ~ rock'n'roll
            user unknown            ~ user' unknown                        ~ user' unknown
            user unknown            ~ user'9 unknown                       ~ user'9 unknown
            user unknown            ~ user unknown-                        ~ user unknown
            user unknown            ~ . user unknown                       ~ user unknown
            ящик полон              ~ «ящик полон»                         ~ ящик полон
            user unknown            ~ user ࠀ unknown                       ~ -
            RP-001                  ~ code (rp-001)                        ~ rp-001
            RP-001                  ~ code rp-002                          ~ -
            RP-001                  ~ rp 001                               ~ -
            OFR_506                 ~ ofr_506: no                          ~ ofr_506
            a-1-2 b                 ~ a-1-2 b                              ~ a-1-2 b
            user unknown            ~ user-2 unknown                       ~ -
            user unknown            ~ user-9 unknown                       ~ -
            user unknown            ~ user- unknown                        ~ user- unknown
            user unknown            ~ user-unknown                         ~ user-unknown
            user unknown            ~ user_unknown                         ~ user_unknown
            user unknown            ~ user -2 unknown                      ~ user -2 unknown
            user unknown            ~ user 12ab unknown                    ~ user 12ab unknown
            user unknown            ~ user a2 unknown                      ~ -
            user unknown            ~ user 1.2.3.4 unknown                 ~ user 1.2.3.4 unknown
            adresse inconnue        ~ ADRESSÉ inconnuë                     ~ ADRESSÉ inconnuë
            adresse inconnue        ~ «adresse» inconnue                   ~ adresse» inconnue
            skrzynka pelna          ~ skrzynka PEŁNA                       ~ skrzynka PEŁNA
            strase zu               ~ Straße zu                            ~ Straße zu
            posta dolu              ~ posta doLŲ                           ~ posta doLŲ
            пользователь еще        ~ Пользователь ещё                     ~ Пользователь ещё
            ежик                    ~ Ёжик                                 ~ Ёжик
            用户不存在               ~ 该用户不存在。                           ~ 用户不存在
            用户 不存在              ~ 用户 1 不存在                           ~ 用户 1 不存在
            用户 full               ~ 用户full                              ~ 用户full
            full 用户               ~ full用户                              ~ full用户
            user unknown            ~ user 用户 unknown                     ~ -
            user unknown            ~ user × unknown                       ~ user × unknown
            user unknown            ~ user ✉ unknown                       ~ user ✉ unknown
            user unknown            ~ é user 9 unknown                     ~ user 9 unknown
            user unknown            ~ é user unknown                       ~ user unknown
            ελλαδα                  ~ ελλαδα                               ~ ελλαδα
            l adresse               ~ é l'adresse                          ~ l'adresse
            doesn't exist           ~ é doesn't exist                      ~ doesn't exist
            RP-001 é                ~ rp-001 E                             ~ rp-001 E
            user * found            ~ é user. Found                        ~ -
            user * found            ~ é user a found                       ~ user a found
            用 * 户                  ~ 用's户                                ~ 用's户
            用 * 户                  ~ 用 a户                                ~ 用 a户
            """)
    void readsWordsAsTheyAreWritten(String phrase, String text, @Nullable String matched) {
        assertEquals(matched, matched(phrase, text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', nullValues = "-", textBlock = """
            user ann@example.org unknown                 ~ user ann@example.org unknown
            user ann.lee+news@mx.example.org unknown     ~ user ann.lee+news@mx.example.org unknown
            user <ann@example.org> unknown               ~ user <ann@example.org> unknown
            user "ann@example.org" unknown               ~ user "ann@example.org" unknown
            user (ann@example.org) unknown               ~ user (ann@example.org) unknown
            user [ann@example.org], unknown              ~ user [ann@example.org], unknown
            user：ann@example.org，unknown                 ~ user：ann@example.org，unknown
            user ‘ann@example.org’ unknown               ~ user ‘ann@example.org’ unknown
            user:ann@example.org:unknown                 ~ user:ann@example.org:unknown
            user/ann@example.org|unknown                 ~ user/ann@example.org|unknown
            user;ann@example.org'unknown                 ~ user;ann@example.org'unknown
            user jürgen@example.org unknown              ~ user jürgen@example.org unknown
            user a@b.org c@d.org unknown                 ~ user a@b.org c@d.org unknown
            user a@b.org,c@d.org unknown                 ~ user a@b.org,c@d.org unknown
            user a@b@c unknown                           ~ user a@b@c unknown
            user @ unknown                               ~ user @ unknown
            user ann@ unknown                            ~ user ann@ unknown
            user @example unknown                        ~ user @example unknown
            @user unknown                                ~ -
            ann@example.org user unknown                 ~ user unknown
            user unknown ann@example.org                 ~ user unknown
            user unknown ann@example                     ~ user unknown
            user ann unknown bob@example.org             ~ -
            user ann@example.org bob unknown             ~ -
            user unknown@example.org                     ~ -
            user@example.org unknown                     ~ -
            user 4711@example.org unknown                ~ user 4711@example.org unknown
            """)
    void looksThroughAddresses(String text, @Nullable String matched) {
        assertEquals(matched, matched("user unknown", text));
    }

    @Test
    void findsWordsWhereverTheyStandAndHoweverLongTheyAre() {
        for (int length = 1; length <= 20; length++) {
            String word = "abcdefghijklmnopqrstuvwxyz".substring(0, length);
            Classifier classifier = classifier(rule("r", Classification.EXPIRED, word + " end"));
            for (int before = 0; before < 140; before++) {
                String text = "-".repeat(before % 2) + "z ".repeat(before / 2) + word + " end";
                assertEquals(word + " end", matched(classifier, text), text);
                assertNull(matched(classifier, text.replace(" end", "x end")), text);
                assertNull(matched(classifier, text.replace(word, word.substring(1) + "q")), text);
            }
        }
    }

    @Test
    void everyLetterOfAWordCounts() {
        for (int length = 1; length <= 40; length++) {
            String word = "abcdefghijklmnopqrstuvwxyz".repeat(2).substring(0, length);
            Classifier classifier = classifier(rule("r", Classification.EXPIRED, word));
            assertEquals(word, matched(classifier, word));
            for (int i = 0; i < length; i++) {
                assertNull(
                        matched(
                                classifier,
                                word.substring(0, i) + (word.charAt(i) == 'e' ? "f" : "é") + word.substring(i + 1)),
                        word);
                assertNull(matched(classifier, word.substring(0, i) + "Z9" + word.substring(i + 1)), word);
                assertNull(matched(classifier, word.substring(0, i) + word.substring(i + 1)), word);
            }
        }
    }

    @Test
    void joinsWordsWhereverTheyStand() {
        Classifier classifier = classifier(rule("r", Classification.EXPIRED, "doesn't rp-001"));
        for (int before = 0; before < 140; before++) {
            String text = "-".repeat(before % 2) + "z ".repeat(before / 2);
            assertEquals("doesn't rp-001", matched(classifier, text + "doesn't rp-001"), text);
            assertNull(matched(classifier, text + "doesn t rp-001"), text);
            assertNull(matched(classifier, text + "doesn't rp 001"), text);
        }
    }

    @Test
    void findsWordsOfAnyAlphabetWhereverTheyStand() {
        Classifier classifier = classifier(rule("r", Classification.EXPIRED, "ящик полон"));
        for (int before = 0; before < 140; before++) {
            assertEquals("ящик полон", matched(classifier, "я ".repeat(before) + "ящик полон"));
        }
    }

    @Test
    void everySignOfAsciiPartsWordsUnlessItIsALetterOrADigit() {
        for (char c = '!'; c < 0x7f; c++) {
            String text = "xqx" + c + "qxq";
            boolean parts = !Character.isLetterOrDigit(c) && c != '@';
            assertEquals(parts ? text : null, matched("xqx qxq", text), text);
            if (Character.isLetterOrDigit(c)) {
                assertEquals(text.toUpperCase(Locale.ROOT), matched(text, text.toUpperCase(Locale.ROOT)));
            }
        }
    }

    @Test
    void citesTheLongestOfTheWordsThatSpeakForARule() {
        Rule rule = rule("r", Classification.EXPIRED, "full", "mailbox * full", "mailbox full", "over quota");
        assertEquals("mailbox is quite full", matched(classifier(rule), "over quota: mailbox is quite full"));
        assertEquals("over quota", matched(classifier(rule), "full, and over quota, and full"));
        assertEquals(
                "full mailbox",
                matched(
                        classifier(rule("r", Classification.EXPIRED, "full mailbox", "mailbox full")),
                        "full mailbox full"));
    }

    @Test
    void findsTheRareAmongTheFrequent() {
        Classifier classifier = classifier(
                rule("r", Classification.EXPIRED, "rare"), rule("f", Classification.BLOCKED, "often", "often often"));
        String often = "often ".repeat(400);
        assertEquals("rare", matched(classifier, often + "rare"));
        assertEquals("rare", matched(classifier, "rare " + often));
        assertEquals("often often", matched(classifier, often));
    }

    @Test
    void findsPhrasesHoweverManyAreBegun() {
        String begun = "one a ".repeat(50);
        assertEquals("one a one a one a one a two a three", matched("one * two * three", begun + "two a three"));
        assertEquals(
                "one a one a one a one a two b a two b a two b three",
                matched("one * two * three", begun.repeat(2) + "two b a two b a two b three"));
    }

    @Test
    void phrasesThatBeginAlikeGoOnApart() {
        Classifier classifier = classifier(
                rule("three", Classification.EXPIRED, "one * two * three"),
                rule("four", Classification.BLOCKED, "one * two * four"),
                rule("two", Classification.BAD_RELAY, "one * two"),
                rule("five", Classification.RATE_LIMIT, "five"));
        assertEquals("three", ruleOf(classifier, "one a two b three"));
        assertEquals("four", ruleOf(classifier, "one a two b four"));
        assertEquals("two", ruleOf(classifier, "one a two b six"));
        assertEquals("five", ruleOf(classifier, "one b five"));
    }

    @Test
    void setsAndGroupsOfTheSameWordsAreTheSameWherever() {
        Classifier classifier = classifier(
                rule("a", Classification.EXPIRED, "first {box} (here|there)"),
                rule("b", Classification.BLOCKED, "second {box} (here|there)"),
                rule("c", Classification.BAD_RELAY, "third {person} (here|nowhere)"));
        assertEquals("a", ruleOf(classifier, "first pigeon hole there"));
        assertEquals("b", ruleOf(classifier, "second pigeon hole key here"));
        assertEquals("c", ruleOf(classifier, "third recipient nowhere"));
        assertNull(ruleOf(classifier, "third pigeon hole here"));
        assertNull(ruleOf(classifier, "first user nowhere"));
    }

    /** So many states, transitions, openings and closings that the tables must be begun anew on the way. */
    @ParameterizedTest
    @CsvSource({"#, 60", "# * end, 12", "begin * #, 12", "begin * # * end, 12", "# #, 60"})
    void findsTheSameHoweverMuchWasReadBefore(String pattern, int texts) {
        int words = 1100;
        Rule[] rules = IntStream.range(0, words)
                .mapToObj(i -> rule("r" + i, Classification.EXPIRED, pattern.replace("#", word(i))))
                .toArray(Rule[]::new);
        Classifier classifier = classifier(rules);
        Random random = new Random(1);
        for (int i = 0; i < texts; i++) {
            int[] numbers = random.ints(500, 0, words).toArray();
            String text = IntStream.of(numbers)
                    .mapToObj(number -> pattern.replace("*", "").replace("#", word(number)))
                    .collect(Collectors.joining(" "));
            int first = IntStream.of(numbers).min().orElseThrow();
            assertEquals("r" + first, ruleOf(classifier, text));
        }
        for (int i = 0; i < words; i += 7) {
            assertEquals("r" + i, ruleOf(classifier, pattern.replace("*", "").replace("#", word(i))));
        }
    }

    /** Wordings finds phrases in another way, which is slow and has nothing to remember. */
    @Test
    void findsWhatWordingsFinds() {
        Random random = new Random(1);
        Lexicon lexicon = new Lexicon(List.of(), Map.of(), Map.of("ab", List.of("a", "b", "a b", "c a")));
        for (int i = 0; i < 20; i++) {
            List<String> phrases =
                    Stream.generate(() -> phrase(random)).limit(60).toList();
            Wordings wordings = new Wordings(lexicon);
            Rule[] rules = IntStream.range(0, phrases.size())
                    .mapToObj(n -> rule("r" + n, Classification.EXPIRED, phrases.get(n)))
                    .toArray(Rule[]::new);
            Classifier classifier = new Classifier(new RuleSet(lexicon, List.of(rules), List.of(), NO_CODES, "random"));
            for (int j = 0; j < 40; j++) {
                String text = words(random, 14, " ", " ", " ", ". ", " 7 ");
                int first = 0;
                while (first < rules.length
                        && wordings.of(phrases.get(first), text).isEmpty()) {
                    first++;
                }
                assertEquals(first < rules.length ? "r" + first : null, ruleOf(classifier, text), text);
            }
        }
    }

    private static String phrase(Random random) {
        return words(random, 3 + random.nextInt(4), " ", " * ").replace("h", "{ab}");
    }

    /** So many of the words a to h, with one of the separators between each two. */
    private static String words(Random random, int count, String... between) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : between[random.nextInt(between.length)])
                    .append((char) ('a' + random.nextInt(8)));
        }
        return words.toString();
    }

    @Test
    void anyNumberOfRulesIsAskedInTheirOrder() {
        Rule[] rules = IntStream.range(0, 200)
                .mapToObj(i -> rule("r" + i, Classification.EXPIRED, word(i), "every"))
                .toArray(Rule[]::new);
        Classifier classifier = classifier(rules);
        for (int i = 0; i < 200; i++) {
            assertEquals("r" + i, ruleOf(classifier, word(i)));
            assertEquals("r" + Math.min(i, 199 - i), ruleOf(classifier, word(i) + " " + word(199 - i)));
        }
        assertEquals("r0", ruleOf(classifier, "every"));
    }

    @Test
    void refusesWhatIsNoPhrase() {
        assertRefused("\"\" has a part without a word", "");
        assertRefused("\"* user\" has a part without a word", "* user");
        assertRefused("\"user * 42\" has a part without a word", "user * 42");
        assertRefused("there is no set {hole}", "{hole} full");
        assertRefused("\"{box full\" opens with { what it does not close", "{box full");
        assertRefused("\"(full\" opens with ( what it does not close", "(full");
        assertRefused("\"\" is a member without a word", "(full|) mailbox");
    }

    @Test
    void refusesASetThatNamesOneThatNobodyDefined() {
        Lexicon lexicon = new Lexicon(List.of(), Map.of(), Map.of("box", List.of("{hole}")));
        RuleSet rules =
                new RuleSet(lexicon, List.of(rule("r", Classification.EXPIRED, "{box}")), List.of(), NO_CODES, "");
        assertEquals(
                "rule r: there is no set {hole}",
                assertThrows(IllegalArgumentException.class, () -> CompiledRules.of(rules))
                        .getMessage());
    }

    @Test
    void refusesMoreWordsThanItCanNumber() {
        Rule most = rule("most", Classification.EXPIRED, phrases(1 << 13, 4000));
        assertEquals("most", ruleOf(classifier(most), word(3999)));
        Rule more = rule("more", Classification.EXPIRED, phrases((1 << 13) + 1, 4000));
        assertEquals(
                "rule more: the rules have more than 16384 words",
                assertThrows(IllegalArgumentException.class, () -> classifier(more))
                        .getMessage());
    }

    /** Of the lexicon, two have a number before any phrase is read. */
    @Test
    void refusesMoreDifferentWordsThanItCanNumber() {
        int most = (1 << 13) - 1 - 2;
        Classifier full = classifier(rule("r", Classification.EXPIRED, phrases(most, most)));
        for (int i = 0; i < most; i++) {
            assertEquals("r", ruleOf(full, word(i)), word(i));
        }
        assertEquals(
                "the rules and sets have more than 8191 different words",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> classifier(rule("r", Classification.EXPIRED, phrases(most + 1, most + 1))))
                        .getMessage());
    }

    @Test
    void refusesMoreMembersThanItCanNumber() {
        int most = (1 << 13) - 2 - 1 - 90;
        assertEquals("r", ruleOf(classifier(group(most)), "z " + word(1) + " " + word(100) + " z"));
        assertEquals(
                "rule r: the sets have more than 8192 words",
                assertThrows(IllegalArgumentException.class, () -> classifier(group(most + 1)))
                        .getMessage());
    }

    /** One group, whose tree has a root, 90 branches, and so many branches of these. */
    private static Rule group(int branches) {
        String members = IntStream.range(0, branches)
                .mapToObj(i -> word(i % 90) + " " + word(100 + i / 90) + " z")
                .collect(Collectors.joining("|"));
        return rule("r", Classification.EXPIRED, "z (" + members + ")");
    }

    /** So many phrases of one word, of so many words. */
    private static String[] phrases(int count, int words) {
        return IntStream.range(0, count).mapToObj(i -> word(i % words)).toArray(String[]::new);
    }

    private static void assertRefused(String message, String phrase) {
        assertEquals(
                "rule r: " + message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> classifier(rule("r", Classification.EXPIRED, phrase)))
                        .getMessage());
    }

    /** A word of letters for each number, none of them a word of the lexicon. */
    private static String word(int number) {
        return "w"
                + Integer.toString(number, 26)
                        .chars()
                        .mapToObj(c -> String.valueOf((char) (c <= '9' ? c - '0' + 'A' : c - 'a' + 'K')))
                        .collect(Collectors.joining());
    }

    private static @Nullable String matched(String phrase, String text) {
        return matched(classifier(rule("r", Classification.EXPIRED, phrase)), text);
    }

    private static @Nullable String matched(Classifier classifier, String text) {
        return classifier.classify(Failure.of(text)).evidence().matched();
    }

    private static @Nullable String ruleOf(Classifier classifier, String text) {
        return classifier.classify(Failure.of(text)).evidence().rule();
    }
}
