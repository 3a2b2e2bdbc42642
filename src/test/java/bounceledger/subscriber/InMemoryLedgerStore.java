package bounceledger.subscriber;

import bounceledger.smtp.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A ledger that forgets when the process ends. */
public final class InMemoryLedgerStore implements LedgerStore {

    private record Kept(Entry entry, Instant expiresAt) {}

    private final Policy policy;
    private final Map<EmailAddress, Facets> facets = new HashMap<>();
    private final Map<EmailAddress, Map<String, Kept>> history = new HashMap<>();

    public InMemoryLedgerStore(Policy policy) {
        this.policy = policy;
    }

    @Override
    public synchronized List<Outcome> record(List<Entry> entries, Instant receivedAt) {
        return entries.stream().map(entry -> record(entry, receivedAt)).toList();
    }

    private Outcome record(Entry entry, Instant receivedAt) {
        EmailAddress recipient = entry.event().occurrence().recipient();
        Kept kept = new Kept(entry, receivedAt.plus(policy.historyRetention()));
        boolean claimed = history.computeIfAbsent(recipient, nobody -> new TreeMap<>())
                        .putIfAbsent(entry.event().id(), kept)
                == null;
        if (claimed || entry.event() instanceof Event.Complaint) {
            facets.merge(recipient, Facets.of(entry), Facets::join);
        }
        return claimed ? Outcome.RECORDED : Outcome.DUPLICATE;
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
}
