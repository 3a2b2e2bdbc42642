package bounceledger.rules;

import bounceledger.classify.Classification;
import bounceledger.classify.Label;
import bounceledger.classify.Lexicon;
import bounceledger.classify.Rule;
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
 * @param content what the file says, without comments and examples
 */
record RuleFile(
        String name, List<Rule> rules, List<Label> labels, Lexicon lexicon, List<Example> examples, String content) {

    /**
     * A reply that a rule is for ({@code hit}), or that it must leave to others.
     *
     * @param rule the rule's id
     * @param reply the reply as a diagnostic code would carry it; {@code \n} stands for a line break
     * @param hit which of the two
     */
    record Example(String rule, String reply, boolean hit) {}

    static RuleFile parse(String name, String content) {
        return new Parser(name).parse(content);
    }

    private static final class Parser {

        private final String name;
        private final List<Rule> rules = new ArrayList<>();
        private final List<Label> labels = new ArrayList<>();
        private final List<Example> examples = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();
        private final Map<String, List<String>> spellings = new LinkedHashMap<>();
        private final Map<String, List<String>> sets = new LinkedHashMap<>();
        private final StringBuilder deciding = new StringBuilder();

        private @Nullable Classification classification;
        private Label.@Nullable Kind kind;
        private @Nullable Block block;

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
            int number = 0;
            for (String line : content.split("\n", -1)) {
                number++;
                String stripped = line.strip();
                if (stripped.isEmpty() || stripped.charAt(0) == '#') {
                    continue;
                }
                try {
                    read(stripped);
                } catch (IllegalArgumentException e) {
                    String where = block == null ? "" : ", rule " + block.id;
                    throw new IllegalArgumentException(name + ", line " + number + where + ": " + e.getMessage(), e);
                }
            }
            finishBlock();
            return new RuleFile(
                    name, rules, labels, new Lexicon(skipped, spellings, sets), examples, deciding.toString());
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
                    finishBlock();
                    classification = required(Classification.of(value).orElse(null), key, value);
                    kind = null;
                }
                case "label" -> {
                    finishBlock();
                    kind = enumOf(Label.Kind.values(), key, value);
                }
                case "skip" -> skipped.addAll(words(value));
                case "same" ->
                    spellings.put(
                            words(value).get(0),
                            words(value).subList(1, words(value).size()));
                case "set" -> readSet(value);
                case "rule" -> begin(value);
                case "rank" -> current(key).rank = enumOf(Rule.Rank.values(), key, value);
                case "any" -> current(key).any.add(value);
                case "all" -> current(key).all.add(value);
                case "not" -> current(key).not.add(value);
                case "when" -> current(key).when.addAll(words(value));
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
                if (!member.isBlank()) {
                    members.add(member.strip());
                }
            }
        }

        private void begin(String id) {
            finishBlock();
            block = new Block(id);
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
                throw new IllegalArgumentException(
                        name + ": rule " + block.id + " stands before a classification or label");
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
