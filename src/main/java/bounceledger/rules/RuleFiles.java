package bounceledger.rules;

import bounceledger.classify.Label;
import bounceledger.classify.Lexicon;
import bounceledger.classify.Rule;
import bounceledger.classify.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the rule files, the product's own and a user's, and makes a rule set of them. */
public final class RuleFiles {

    /** Names the product's own files in their order of precedence. */
    private static final String ORDER = "/rules/order.txt";

    private RuleFiles() {}

    /** The rules that the product ships. */
    public static RuleSet load() {
        return ruleSet(List.of(), own());
    }

    /**
     * The rules of a user before the product's own.
     *
     * @param users a rule file, or a directory whose {@code *.rules} files count in the order of their names
     * @throws IllegalArgumentException naming file, line, rule and reason, when something in them is not in order
     */
    public static RuleSet load(Path users) {
        List<RuleFile> files = new ArrayList<>();
        for (Path path : paths(users)) {
            files.add(RuleFile.parse(path.toString(), read(path)));
        }
        return ruleSet(files, own());
    }

    /** The product's own files, with their examples. */
    static List<RuleFile> own() {
        List<RuleFile> files = new ArrayList<>();
        for (String name : read(ORDER).split("\n", -1)) {
            if (!name.isBlank() && !name.startsWith("#")) {
                files.add(RuleFile.parse(name.strip(), read("/rules/" + name.strip())));
            }
        }
        return files;
    }

    private static RuleSet ruleSet(List<RuleFile> users, List<RuleFile> own) {
        List<Rule> rules = new ArrayList<>(byRank(users));
        rules.addAll(byRank(own));
        List<RuleFile> files = new ArrayList<>(users);
        files.addAll(own);
        List<Label> labels = new ArrayList<>();
        Digest digest = new Digest();
        Set<String> ids = new HashSet<>();
        Lexicon lexicon = new Lexicon(List.of(), Map.of(), Map.of());
        for (RuleFile file : files) {
            for (Rule rule : file.rules()) {
                if (!ids.add(rule.id())) {
                    throw new IllegalArgumentException(file.name() + ": there is another rule " + rule.id());
                }
            }
            labels.addAll(file.labels());
            lexicon = lexicon.with(file.lexicon());
            digest.add(file);
        }
        return new RuleSet(lexicon, rules, labels, CodeTableFiles.load(), digest.toString());
    }

    private static List<Rule> byRank(List<RuleFile> files) {
        return files.stream()
                .flatMap(file -> file.rules().stream())
                .sorted(Comparator.comparing(Rule::rank))
                .toList();
    }

    private static List<Path> paths(Path users) {
        if (!Files.isDirectory(users)) {
            return List.of(users);
        }
        try (Stream<Path> files = Files.list(users)) {
            return files.filter(f -> f.toString().endsWith(".rules")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(users.toString(), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the rule file " + file + " cannot be read", e);
        }
    }

    private static String read(String resource) {
        try (InputStream in = RuleFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
