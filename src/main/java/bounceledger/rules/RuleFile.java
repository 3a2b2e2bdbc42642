package bounceledger.rules;

import bounceledger.classify.Classification;
import bounceledger.classify.Label;
import bounceledger.classify.Lexicon;
import bounceledger.classify.Rule;
import bounceledger.smtp.EnhancedStatusCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule file: a line is a key, white space, and a value to the end of the line; {@code #} begins a comment line.
 * {@code docs/rules.md} explains the keys.
 *
 * @param name what messages call the file
 * @param rules the rules, as they stand in it
 * @param labels the labels, as they stand in it
 * @param lexicon the words that it defines
 * @param examples the replies that the rules are for, and those that they are not for
 * @param places where each rule stands: file, line and rule
 * @param uses the sets that it names, and where
 * @param content what the file says, without comments and examples
 */
record RuleFile(
        String name,
        List<Rule> rules,
        List<Label> labels,
        Lexicon lexicon,
        List<Example> examples,
        Map<String, String> places,
        List<Use> uses,
        String content) {

    /**
     * A reply that a rule is for ({@code hit}), or that it must leave to others.
     *
     * @param rule the rule's id
     * @param reply the reply as a diagnostic code would carry it; {@code \n} stands for a line break
     * @param hit which of the two
     */
    record Example(String rule, String reply, boolean hit) {}

    /**
     * A set that a phrase or another set names.
     *
     * @param set the set's name
     * @param where file, line and rule
     */
    record Use(String set, String where) {}

    static RuleFile parse(String name, String content) {
        return new Parser(name).parse(content);
    }

    private static final class Parser {

        private final String name;
        private final List<Rule> rules = new ArrayList<>();
        private final List<Label> labels = new ArrayList<>();
        private final List<Example> examples = new ArrayList<>();
        private final List<Use> uses = new ArrayList<>();
        private final Map<String, String> places = new LinkedHashMap<>();
        private final List<String> skipped = new ArrayList<>();
        private final Map<String, List<String>> spellings = new LinkedHashMap<>();
        private final Map<String, List<String>> sets = new LinkedHashMap<>();
        private final StringBuilder deciding = new StringBuilder();

        private @Nullable Classification classification;
        private Label.@Nullable Kind kind;
        private @Nullable Block block;
        private int number;

        Parser(String name) {
            this.name = name;
        }

        /** A rule or label that is being read. */
        private static final class Block {
            private final String id;
            private Rule.Rank rank = Rule.Rank.PLAIN;
            private final List<String> any = new ArrayList<>();
            private final List<String> all = new ArrayList<>();
            private final List<String> not = new ArrayList<>();
            private final List<String> when = new ArrayList<>();
            private final Set<Flag> flags = EnumSet.noneOf(Flag.class);

            Block(String id) {
                this.id = id;
            }
        }

        private enum Flag {
            WEAK,
            OUTER
        }

        RuleFile parse(String content) {
            for (String line : content.split("\n", -1)) {
                number++;
                String stripped = line.strip();
                if (stripped.isEmpty() || stripped.charAt(0) == '#') {
                    continue;
                }
                try {
                    read(stripped);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(where() + ": " + e.getMessage(), e);
                }
            }
            try {
                finishBlock();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(where() + ": " + e.getMessage(), e);
            }
            return new RuleFile(
                    name,
                    rules,
                    labels,
                    new Lexicon(skipped, spellings, sets),
                    examples,
                    places,
                    uses,
                    deciding.toString());
        }

        private String where() {
            return name + ", line " + number + (block == null ? "" : ", rule " + block.id);
        }

        private void read(String line) {
            int space = 0;
            while (space < line.length() && line.charAt(space) > ' ') {
                space++;
            }
            String key = line.substring(0, space);
            String value = line.substring(space).strip();
            boolean example = key.equals("hit") || key.equals("miss");
            if (!example) {
                deciding.append(line).append('\n');
            }
            switch (key) {
                case "classification" -> {
                    Classification next = required(Classification.of(value).orElse(null), key, value);
                    finishBlock();
                    classification = next;
                    kind = null;
                }
                case "label" -> {
                    Label.Kind next = enumOf(Label.Kind.values(), key, value);
                    finishBlock();
                    kind = next;
                }
                case "skip" -> skipped.addAll(words(value));
                case "same" ->
                    spellings.put(
                            words(value).get(0),
                            words(value).subList(1, words(value).size()));
                case "set" -> readSet(value);
                case "rule" -> begin(value);
                case "rank" -> current(key).rank = enumOf(Rule.Rank.values(), key, value);
                case "any" -> current(key).any.add(phrase(value));
                case "all" -> current(key).all.add(phrase(value));
                case "not" -> current(key).not.add(phrase(value));
                case "when" -> words(value).forEach(code -> current(key).when.add(condition(code)));
                case "flag" -> current(key).flags.add(enumOf(Flag.values(), key, value));
                case "see" -> current(key);
                case "hit", "miss" ->
                    examples.add(new Example(current(key).id, value.replace("\\n", "\n"), key.equals("hit")));
                default -> throw new IllegalArgumentException("there is no key \"" + key + '"');
            }
        }

        private void readSet(String value) {
            String set = words(value).get(0);
            List<String> members = sets.computeIfAbsent(set, s -> new ArrayList<>());
            for (String member : value.substring(set.length()).split(",", -1)) {
                if (member.isBlank()) {
                    throw new IllegalArgumentException("set " + set + " has an empty member");
                }
                members.add(phrase(member.strip()));
            }
        }

        /** The phrase, when its brackets close and no part and no member of it is empty. Notes the sets that it names. */
        private String phrase(String value) {
            boolean group = false;
            int set = -1;
            boolean filled = false;
            for (int i = 0; i <= value.length(); i++) {
                char c = i == value.length() ? '*' : value.charAt(i);
                boolean fits = switch (c) {
                    case '*' -> !group && set < 0 && filled;
                    case '(' -> !group && set < 0;
                    case '|', ')' -> group && set < 0 && filled;
                    case '{' -> set < 0;
                    case '}' -> set >= 0 && i > set + 1;
                    default -> true;
                };
                if (!fits) {
                    String found = i == value.length() ? "ends" : "has " + c;
                    throw new IllegalArgumentException(
                            "\"" + value + "\" " + found + " where a word or a closing bracket" + " belongs, after \""
                                    + value.substring(0, i).strip() + '"');
                }
                switch (c) {
                    case '*', '|' -> filled = false;
                    case '(' -> {
                        group = true;
                        filled = false;
                    }
                    case ')' -> group = false;
                    case '{' -> set = i;
                    case '}' -> {
                        uses.add(new Use(value.substring(set + 1, i), where()));
                        set = -1;
                        filled = true;
                    }
                    default -> filled |= c != ' ';
                }
            }
            return value;
        }

        private static String condition(String value) {
            boolean known = value.equals("permanent")
                    || value.equals("temporary")
                    || value.matches("[2-5][0-9][0-9]")
                    || EnhancedStatusCode.parse(value).isPresent();
            if (!known) {
                throw new IllegalArgumentException("\"" + value + "\" is no code, and neither permanent nor temporary");
            }
            return value;
        }

        private void begin(String id) {
            finishBlock();
            block = new Block(id);
            if (id.isEmpty()) {
                throw new IllegalArgumentException("a rule needs an id");
            }
            if (kind == null && places.put(id, where()) != null) {
                throw new IllegalArgumentException("there is another rule " + id);
            }
        }

        private Block current(String key) {
            if (block == null) {
                throw new IllegalArgumentException(key + " stands before the first rule");
            }
            return block;
        }

        private void finishBlock() {
            if (block == null) {
                return;
            }
            if (kind != null) {
                labels.add(new Label(kind, block.id, block.any));
            } else if (classification != null) {
                rules.add(new Rule(
                        block.id,
                        classification,
                        block.rank,
                        block.any,
                        block.all,
                        block.not,
                        block.when,
                        block.flags.contains(Flag.WEAK),
                        block.flags.contains(Flag.OUTER)));
            } else {
                throw new IllegalArgumentException("it stands before a classification or label");
            }
            block = null;
        }

        private static List<String> words(String value) {
            return Arrays.asList(value.split("\\s+"));
        }

        private static <E extends Enum<E>> E enumOf(E[] constants, String key, String value) {
            String word = value.toUpperCase(Locale.ROOT).replace('-', '_');
            return required(
                    Arrays.stream(constants)
                            .filter(c -> c.name().equals(word))
                            .findFirst()
                            .orElse(null),
                    key,
                    value);
        }

        private static <T> T required(@Nullable T read, String key, String value) {
            if (read == null) {
                throw new IllegalArgumentException("there is no " + key + " \"" + value + '"');
            }
            return read;
        }
    }
}
