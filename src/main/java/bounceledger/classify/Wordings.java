package bounceledger.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The wordings in which phrases occur in texts. A wording is a phrase with one choice made in each of its groups and sets, as
 * {@code no such mailbox} is one of {@code {no} such {box}}. Its words are those that the phrase names: none that a gap spans,
 * none that is skipped, and of the spellings of one word always the same.
 *
 * <p>This is for measuring rules. It reads phrases as {@link Phrases} does and finds what {@link RuleMatcher} finds, but tells
 * more and takes longer. Not for use by several threads at once.
 */
public final class Wordings {

    private static final Place GAP = new Place(Map.of());
    private static final Said NOTHING = new Said(List.of(), List.of());
    private static final Said UNSAID = new Said(List.of(0L), List.of());

    private final Lexicon lexicon;
    private final Set<Long> skipped;
    private final Map<Long, Long> spellings = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, List<Said>> sets = new HashMap<>();
    private final Map<String, List<Place>> phrases = new HashMap<>();

    /**
     * One way to say a phrase.
     *
     * @param phrase the phrase as its rule has it
     * @param words the words, in lower case and one spelling, with {@code *} for a gap
     * @param choices what was chosen in the phrase's groups and sets, and in the sets that these name
     */
    public record Wording(String phrase, String words, Set<Choice> choices) {}

    /**
     * One choice.
     *
     * @param from the group, as {@code (no such|unknown)}, or the set, as {@code {box}}
     * @param chosen the alternative or member, as it is written there
     */
    public record Choice(String from, String chosen) {}

    public Wordings(Lexicon lexicon) {
        this.lexicon = lexicon;
        skipped = lexicon.skipped().stream().map(WordReader::hashOf).collect(Collectors.toSet());
        lexicon.spellings().forEach((word, others) -> {
            long hash = WordReader.hashOf(word);
            names.put(hash, word);
            others.forEach(other -> spellings.put(WordReader.hashOf(other), hash));
        });
    }

    /**
     * The wordings of a phrase that occur in a text, none when the phrase does not.
     *
     * @param phrase a phrase as {@link Rule} has it
     * @param text the text of a reply in normal form
     */
    public Set<Wording> of(String phrase, String text) {
        Search search = new Search(phrases.computeIfAbsent(phrase, this::places), read(text), new LinkedHashSet<>());
        for (int i = 0; i < search.text.words.size(); i++) {
            search.go(0, i, 0, 0, NOTHING);
        }
        return search.found.stream()
                .map(said -> new Wording(phrase, spelledOut(said.words), Set.copyOf(said.choices)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String spelledOut(List<Long> words) {
        return words.stream().map(word -> names.getOrDefault(word, "*")).collect(Collectors.joining(" "));
    }

    /**
     * The words of a text.
     *
     * @param words the words that are not skipped
     * @param clauses for each of them, the number of the word that begins its clause
     */
    private record Text(List<Long> words, List<Integer> clauses) {}

    private Text read(String text) {
        Text read = new Text(new ArrayList<>(), new ArrayList<>());
        int clause = 0;
        WordReader reader = new WordReader(text);
        for (int i = 0; i < reader.count(); i++) {
            if (reader.beginsClause(i) != 0) {
                clause = read.words.size();
            }
            long hash = spellings.getOrDefault(reader.hash(i), reader.hash(i));
            if (!skipped.contains(hash)) {
                read.words.add(hash);
                read.clauses.add(clause);
                names.putIfAbsent(
                        hash,
                        text.substring(reader.span(i) >>> 16, reader.span(i) & 0xffff)
                                .toLowerCase(Locale.ROOT));
            }
        }
        return read;
    }

    /**
     * A word sequence, and the choices that lead to it.
     *
     * @param words the words
     * @param choices the choices
     */
    private record Said(List<Long> words, List<Choice> choices) {

        Said then(Said more) {
            return new Said(joined(words, more.words), joined(choices, more.choices));
        }

        private static <T> List<T> joined(List<T> first, List<T> second) {
            List<T> both = new ArrayList<>(first);
            both.addAll(second);
            return both;
        }
    }

    /**
     * One place of a phrase.
     *
     * @param said what may stand there, by its first word; nothing for a gap
     */
    private record Place(Map<Long, List<Said>> said) {

        boolean isGap() {
            return said.isEmpty();
        }
    }

    /** All ways in which the places of a phrase follow each other in a text. */
    private record Search(List<Place> places, Text text, Set<Said> found) {

        /** Goes on with a place at a word, after what was said and a gap that spans words. */
        void go(int place, int word, int gapFrom, int gapTo, Said before) {
            boolean ends = place == places.size();
            if (ends || places.get(place).isGap()) {
                int clause = text.clauses.get(word - 1);
                if (gapFrom > 0 && clause >= gapFrom && clause <= gapTo) {
                    return;
                }
                if (ends) {
                    found.add(before);
                    return;
                }
                for (int next = word; next <= word + Phrases.LONGEST_GAP && next < text.words.size(); next++) {
                    go(place + 1, next, word, next, before.then(UNSAID));
                }
            } else if (word < text.words.size()) {
                for (Said said : places.get(place).said.getOrDefault(text.words.get(word), List.of())) {
                    int end = word + said.words.size();
                    if (end <= text.words.size() && said.words.equals(text.words.subList(word, end))) {
                        go(place + 1, end, gapFrom, gapTo, before.then(said));
                    }
                }
            }
        }
    }

    private List<Place> places(String phrase) {
        List<Place> places = new ArrayList<>();
        int i = 0;
        while (i < phrase.length()) {
            char c = phrase.charAt(i);
            int end = i + 1;
            if (c == '{') {
                end = phrase.indexOf('}', i) + 1;
                places.add(place(set(phrase.substring(i, end))));
            } else if (c == '(') {
                end = phrase.indexOf(')', i) + 1;
                places.add(place(group(phrase.substring(i, end))));
            } else if (c == '*') {
                places.add(GAP);
            } else if (c != ' ') {
                while (end < phrase.length() && " *{(".indexOf(phrase.charAt(end)) < 0) {
                    end++;
                }
                for (long word : read(phrase.substring(i, end)).words) {
                    places.add(place(List.of(new Said(List.of(word), List.of()))));
                }
            }
            i = end;
        }
        return places;
    }

    private static Place place(List<Said> said) {
        return new Place(said.stream()
                .filter(each -> !each.words.isEmpty())
                .distinct()
                .collect(Collectors.groupingBy(each -> each.words.get(0))));
    }

    private List<Said> group(String group) {
        return Stream.of(group.substring(1, group.length() - 1).split("\\|", -1))
                .flatMap(alternative -> said(new Choice(group, alternative.strip())))
                .toList();
    }

    private List<Said> set(String set) {
        List<Said> known = sets.get(set);
        if (known == null) {
            List<String> members = lexicon.sets().get(set.substring(1, set.length() - 1));
            if (members == null) {
                throw new IllegalArgumentException("there is no set " + set);
            }
            known = members.stream()
                    .flatMap(member -> said(new Choice(set, member)))
                    .toList();
            sets.put(set, known);
        }
        return known;
    }

    /** All that a choice may lead to. */
    private Stream<Said> said(Choice choice) {
        List<Said> said = List.of(new Said(List.of(), List.of(choice)));
        for (String element : choice.chosen.split(" +", -1)) {
            List<Said> more =
                    element.startsWith("{") ? set(element) : List.of(new Said(read(element).words, List.of()));
            said = said.stream()
                    .flatMap(before -> more.stream().map(before::then))
                    .toList();
        }
        return said.stream();
    }
}
