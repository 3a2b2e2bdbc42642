package bounceledger.subscriber;

import bounceledger.classify.Verdict;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.SubscriberPage.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A ledger that forgets when the process ends. */
public final class InMemoryLedgerStore implements LedgerStore {

    private static final Duration UNMATCHED = Duration.ofDays(30);

    private record Kept(Entry entry, @Nullable String campaign, Instant expiresAt) {}

    private final Policy policy;
    private final Map<EmailAddress, Facets> facets = new HashMap<>();
    private final Map<EmailAddress, Map<String, Kept>> history = new HashMap<>();
    private final Map<String, CampaignStatistics> statistics = new HashMap<>();
    private final Map<EmailAddress, Instant> erased = new HashMap<>();
    private final Map<String, UnmatchedText> unmatched = new HashMap<>();

    public InMemoryLedgerStore(Policy policy) {
        this.policy = policy;
    }

    @Override
    public synchronized List<Outcome> record(List<Entry> entries, Instant receivedAt) {
        return entries.stream().map(entry -> record(entry, receivedAt)).toList();
    }

    private Outcome record(Entry entry, Instant receivedAt) {
        EmailAddress recipient = entry.event().occurrence().recipient();
        String campaign = entry.event().occurrence().campaign();
        if (!entry.event().occurrence().at().isAfter(erased.getOrDefault(recipient, Instant.MIN))) {
            return Outcome.ERASED;
        }
        Instant latest = facets.getOrDefault(recipient, Facets.EMPTY).updatedAt();
        Map<String, Kept> events = history.computeIfAbsent(recipient, nobody -> new TreeMap<>());
        Kept first = events.get(entry.event().id());
        if (first == null) {
            Instant expiresAt = receivedAt.plus(policy.historyRetention());
            events.put(entry.event().id(), new Kept(entry, campaign, expiresAt));
            count(entry, campaign);
            note(entry, receivedAt);
        } else if (first.campaign() == null) {
            events.put(entry.event().id(), new Kept(first.entry(), campaign, first.expiresAt()));
            count(first.entry(), campaign);
        }
        if (first == null || entry.event() instanceof Event.Complaint) {
            facets.merge(recipient, Facets.of(entry), Facets::join);
        }
        if (first != null) {
            return Outcome.DUPLICATE;
        }
        return latest != null && entry.event().occurrence().at().isBefore(latest)
                ? Outcome.OUT_OF_ORDER
                : Outcome.RECORDED;
    }

    private void note(Entry entry, Instant receivedAt) {
        Verdict verdict = entry.verdict();
        if (verdict != null && verdict.fingerprint() != null && !isHistoryOnly(entry.event())) {
            String example = Objects.requireNonNullElse(verdict.diagnosticCode(), "");
            unmatched.merge(
                    verdict.fingerprint(),
                    new UnmatchedText(verdict.fingerprint(), 1, example, receivedAt),
                    (old, one) -> new UnmatchedText(one.fingerprint(), old.count() + 1, one.example(), one.lastAt()));
        }
    }

    private static boolean isHistoryOnly(Event event) {
        return event instanceof Event.Bounce bounce && bounce.historyOnly();
    }

    private void count(Entry entry, @Nullable String campaign) {
        if (campaign != null) {
            statistics.merge(campaign, CampaignStatistics.of(entry), CampaignStatistics::plus);
        }
    }

    @Override
    public synchronized Map<EmailAddress, Facets> find(Collection<EmailAddress> subscribers) {
        return subscribers.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), subscriber -> facets.getOrDefault(subscriber, Facets.EMPTY)));
    }

    @Override
    public synchronized List<Entry> history(EmailAddress subscriber, int limit, Instant now) {
        Comparator<Event> byTime =
                Comparator.comparing(event -> event.occurrence().at());
        return history.getOrDefault(subscriber, Map.of()).values().stream()
                .filter(kept -> now.isBefore(kept.expiresAt()))
                .map(Kept::entry)
                .sorted(Comparator.comparing(Entry::event, byTime.thenComparing(Event::id))
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized SubscriberPage list(SubscriberStatus status, int limit, @Nullable String cursor, Instant now) {
        if (status == SubscriberStatus.ACTIVE || limit < 1) {
            throw new IllegalArgumentException(limit + " subscribers that are " + status);
        }
        List<Listed> all = facets.entrySet().stream()
                .filter(known -> history.containsKey(known.getKey()))
                .map(known -> Subscriber.of(known.getKey(), known.getValue(), policy, now))
                .filter(subscriber -> subscriber.status() == status)
                .map(InMemoryLedgerStore::listed)
                .sorted(Comparator.comparing(Listed::updatedAt)
                        .thenComparing(listed -> String.valueOf(listed.email()))
                        .reversed())
                .toList();
        int from = cursor == null ? 0 : read(cursor, status);
        int to = Math.min(all.size(), from + limit);
        return new SubscriberPage(all.subList(from, to), to < all.size() ? status + "-" + to : null);
    }

    private static int read(String cursor, SubscriberStatus status) {
        String prefix = status + "-";
        if (!cursor.matches(prefix + "[0-9]{1,9}")) {
            throw new InvalidCursorException(status);
        }
        return Integer.parseInt(cursor.substring(prefix.length()));
    }

    private static Listed listed(Subscriber subscriber) {
        return new Listed(
                subscriber.email(),
                subscriber.status(),
                subscriber.responseCode(),
                subscriber.classification(),
                Objects.requireNonNull(subscriber.updatedAt()));
    }

    @Override
    public synchronized CampaignStatistics statistics(String campaign) {
        return statistics.getOrDefault(campaign, CampaignStatistics.NONE);
    }

    @Override
    public synchronized List<UnmatchedText> unmatched(int limit, Instant now) {
        return unmatched.values().stream()
                .filter(text -> now.isBefore(text.lastAt().plus(UNMATCHED)))
                .sorted(Comparator.comparing(UnmatchedText::count).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Outcome erase(EmailAddress subscriber, boolean forgetProhibition, Instant now) {
        Facets prohibition = facets.getOrDefault(subscriber, Facets.EMPTY).prohibition();
        facets.put(subscriber, forgetProhibition ? Facets.EMPTY : prohibition);
        history.remove(subscriber);
        erased.put(subscriber, now);
        return Outcome.ERASED;
    }
}
