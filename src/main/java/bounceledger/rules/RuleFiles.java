package bounceledger.rules;

import bounceledger.classify.CompiledRules;
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

    /** The product's own rules as the build compiled them. */
    static final String COMPILED = "/rules/compiled.bin";

    /** Names the product's own files in their order of precedence. */
    private static final String ORDER = "/rules/order.txt";

    private RuleFiles() {}

    /** The rules that the product ships, as the build compiled them, or else compiled now. */
    public static CompiledRules compiled() {
        try (InputStream in = RuleFiles.class.getResourceAsStream(COMPILED)) {
            return in == null ? CompiledRules.of(load()) : CompiledRules.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(COMPILED, e);
        }
    }

    /** The rules that the product ships, read from their files. */
    public static RuleSet load() {
        return ruleSet(List.of(), own());
    }

    /**
     * The rules of a user before the product's own: any of his comes before every one of those, whatever their ranks.
     *
     * @param users a rule file, or a directory whose {@code *.rules} files count in the order of their names
     * @throws IllegalArgumentException naming file, line, rule and reason, when something in them is not in order
     */
    public static RuleSet load(Path users) {
        return ruleSet(
                paths(users).stream()
                        .map(path -> RuleFile.parse(path.toString(), read(path)))
                        .toList(),
                own());
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

    /** The rule set of a user's files and the product's own. */
    static RuleSet ruleSet(List<RuleFile> users, List<RuleFile> own) {
        List<RuleFile> files = Stream.concat(users.stream(), own.stream()).toList();
        Lexicon lexicon = new Lexicon(List.of(), Map.of(), Map.of());
        List<Label> labels = new ArrayList<>();
        Digest digest = new Digest();
        Set<String> ids = new HashSet<>();
        for (RuleFile file : files) {
            file.places().forEach((id, place) -> {
                if (!ids.add(id)) {
                    throw new IllegalArgumentException(place + ": another file has a rule " + id);
                }
            });
            lexicon = lexicon.with(file.lexicon());
            labels.addAll(file.labels());
            digest.add(file);
        }
        for (RuleFile file : files) {
            for (RuleFile.Use use : file.uses()) {
                if (!lexicon.sets().containsKey(use.set())) {
                    throw new IllegalArgumentException(use.where() + ": there is no set {" + use.set() + '}');
                }
            }
        }
        List<Rule> rules = new ArrayList<>(byRank(users));
        int ofUser = rules.size();
        rules.addAll(byRank(own));
        return new RuleSet(lexicon, rules, labels, CodeTableFiles.load(), ofUser, digest.toString());
    }

    /** Of two rules of one rank, the one that was read first stays first. */
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
