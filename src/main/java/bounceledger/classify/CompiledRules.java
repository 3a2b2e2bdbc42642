package bounceledger.classify;

import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link RuleSet} in the form in which it is used, which is also one that can be kept and read faster than it is made. Each
 * phrase has a bit: its rule's or label's, or one behind these if it is a condition. All that must not be there for one rule share
 * a bit, in the same place of its block as the rule's own; what must be there has a bit for each phrase.
 */
public final class CompiledRules {

    static final int TEMPORARY = 1;
    static final int PERMANENT = 2;

    private final List<Rule> rules;
    private final List<Label> labels;
    private final CodeTables codes;
    private final String version;
    private final int users;
    private final Phrases phrases;
    private final int bits;
    private final int[] firstWanted;
    private final long[] wanted;
    private final int[][] when;

    private CompiledRules(RuleSet ruleSet) {
        rules = ruleSet.rules();
        labels = ruleSet.labels();
        codes = ruleSet.codes();
        version = ruleSet.version();
        users = ruleSet.users();
        firstWanted = new int[rules.size()];
        wanted = new long[rules.size()];
        when = new int[rules.size()][];
        PhraseCompiler compiler = new PhraseCompiler(ruleSet.lexicon());
        int next = firstUnwanted() + rules.size();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            add(rule.id(), rule.any(), i, compiler);
            add(rule.id(), rule.not(), firstUnwanted() + i, compiler);
            firstWanted[i] = next;
            wanted[i] = row(rule.all().size());
            for (String phrase : rule.all()) {
                add(rule.id(), List.of(phrase), next++, compiler);
            }
            when[i] = rule.when().stream().mapToInt(CompiledRules::condition).toArray();
        }
        for (int i = 0; i < labels.size(); i++) {
            add(labels.get(i).name(), labels.get(i).any(), rules.size() + i, compiler);
        }
        phrases = compiler.phrases();
        bits = next;
    }

    private CompiledRules(Binary.Reader in) {
        version = in.text();
        users = in.number();
        codes = CodeTables.read(in);
        phrases = Phrases.read(in);
        bits = in.number();
        rules = new ArrayList<>();
        firstWanted = in.ints();
        wanted = in.longs();
        when = new int[firstWanted.length][];
        for (int i = 0; i < when.length; i++) {
            rules.add(readRule(in));
            when[i] = in.ints();
        }
        labels = new ArrayList<>();
        for (int left = in.number(); left > 0; left--) {
            labels.add(new Label(Label.Kind.valueOf(in.text()), in.text(), texts(in)));
        }
    }

    /**
     * Compiles a rule set.
     *
     * @throws IllegalArgumentException naming the rule, when one of its phrases or conditions is none
     */
    public static CompiledRules of(RuleSet ruleSet) {
        return new CompiledRules(ruleSet);
    }

    /** Reads what {@link #bytes} gave. */
    public static CompiledRules read(byte[] bytes) {
        return new CompiledRules(new Binary.Reader(bytes));
    }

    /** A form to keep; the same rules give the same bytes. */
    public byte[] bytes() {
        Binary.Writer out = new Binary.Writer();
        out.text(version);
        out.number(users);
        codes.write(out);
        phrases.write(out);
        out.number(bits);
        out.ints(firstWanted);
        out.longs(wanted);
        for (int i = 0; i < rules.size(); i++) {
            write(rules.get(i), out);
            out.ints(when[i]);
        }
        out.number(labels.size());
        for (Label label : labels) {
            out.text(label.kind().name());
            out.text(label.name());
            write(label.any(), out);
        }
        return out.written();
    }

    private static Rule readRule(Binary.Reader in) {
        return new Rule(
                in.text(),
                Classification.valueOf(in.text()),
                Rule.Rank.valueOf(in.text()),
                texts(in),
                texts(in),
                texts(in),
                texts(in),
                in.number() == 1,
                in.number() == 1);
    }

    private static void write(Rule rule, Binary.Writer out) {
        out.text(rule.id());
        out.text(rule.classification().name());
        out.text(rule.rank().name());
        write(rule.any(), out);
        write(rule.all(), out);
        write(rule.not(), out);
        write(rule.when(), out);
        out.number(rule.weak() ? 1 : 0);
        out.number(rule.outer() ? 1 : 0);
    }

    private static void write(List<String> texts, Binary.Writer out) {
        out.number(texts.size());
        texts.forEach(out::text);
    }

    private static List<String> texts(Binary.Reader in) {
        String[] texts = new String[in.number()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = in.text();
        }
        return List.of(texts);
    }

    private static void add(String id, List<String> phrases, int bit, PhraseCompiler compiler) {
        for (String phrase : phrases) {
            try {
                compiler.add(phrase, bit);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("rule " + id + ": " + e.getMessage(), e);
            }
        }
    }

    /** So many bits, from the lowest on. */
    private static long row(int count) {
        return count == 0 ? 0 : -1L >>> -count;
    }

    private static int condition(String when) {
        return switch (when) {
            case "temporary" -> TEMPORARY;
            case "permanent" -> PERMANENT;
            default ->
                when.indexOf('.') < 0
                        ? new ReplyCode(Integer.parseInt(when)).value()
                        : number(EnhancedStatusCode.parse(when)
                                .orElseThrow(() -> new IllegalArgumentException("\"" + when + "\" is no code")));
        };
    }

    /** An enhanced status code as a condition. */
    static int number(EnhancedStatusCode code) {
        return code.statusClass() * 1_000_000 + code.subject() * 1_000 + code.detail();
    }

    /** In order of precedence. */
    List<Rule> rules() {
        return rules;
    }

    /** In order of precedence within each kind. */
    List<Label> labels() {
        return labels;
    }

    CodeTables codes() {
        return codes;
    }

    /** How many of the rules, the first, are a user's. */
    int users() {
        return users;
    }

    /** The digest of the rules. */
    public String version() {
        return version;
    }

    Phrases phrases() {
        return phrases;
    }

    /** How many bits there are. */
    int bits() {
        return bits;
    }

    /** The first of the bits of what must not be there, one for each rule; all bits before it are those of rules and labels. */
    int firstUnwanted() {
        return rules.size() + labels.size() + Long.SIZE - 1 & -Long.SIZE;
    }

    /** For each rule the first of the bits of what must be there, which follow one another. */
    int[] firstWanted() {
        return firstWanted;
    }

    /** For each rule as many of the lowest bits as there are phrases that must be there. */
    long[] wanted() {
        return wanted;
    }

    /** The codes of each rule, as numbers, of which one must be there: {@link #TEMPORARY}, {@link #PERMANENT}, a reply code, {@link #number}. */
    int[][] when() {
        return when;
    }
}
