package bounceledger.lambda;

import bounceledger.classify.Evidence;
import bounceledger.smtp.DiagnosticCode;
import bounceledger.smtp.EmailAddress;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.Occurrence;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * How the ledger's values are written in JSON: records in the order of their components with their nulls, enums by their
 * words, codes and addresses as people write them, times in ISO 8601.
 */
public final class JsonFormat {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .addMixIn(DiagnosticCode.class, OfDiagnosticCode.class)
            .addMixIn(Facets.class, OfFacets.class)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(EmailAddress.class, ToStringSerializer.instance)
                    .addSerializer(EnhancedStatusCode.class, ToStringSerializer.instance)
                    .addSerializer(ReplyCode.class, new OfReplyCode())
                    .addSerializer(Evidence.class, new OfEvidence())
                    .addSerializer(Entry.class, new OfEntry())
                    .addKeySerializer(Enum.class, new OfKey()))
            .build();

    private JsonFormat() {}

    /** The one mapper of the process. Making it is dear, so nobody makes another. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** A value as JSON text that any encoding can carry: a surrogate that stands alone is written as an escape. */
    public static String write(Object value) {
        try {
            return escapeLoneSurrogates(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a value of " + value.getClass() + " has no JSON form", e);
        }
    }

    private static String escapeLoneSurrogates(String json) {
        int from = indexOfLoneSurrogate(json, 0);
        if (from < 0) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 32);
        int copied = 0;
        for (int at = from; at >= 0; at = indexOfLoneSurrogate(json, at + 1)) {
            escaped.append(json, copied, at).append("\\u").append(Integer.toHexString(json.charAt(at)));
            copied = at + 1;
        }
        return escaped.append(json, copied, json.length()).toString();
    }

    private static int indexOfLoneSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                return i;
            }
        }
        return -1;
    }

    /** Whether a normal form is empty can be seen. */
    @JsonIgnoreProperties("empty")
    private interface OfDiagnosticCode {}

    /** The runs are an account of deliveries that are gone, for the status alone. */
    @JsonIgnoreProperties("earlierDeliveries")
    private interface OfFacets {}

    private static final class OfReplyCode extends JsonSerializer<ReplyCode> {
        @Override
        public void serialize(ReplyCode code, JsonGenerator json, SerializerProvider unused) throws IOException {
            json.writeNumber(code.value());
        }
    }

    /** Keys of maps: {@code toString()}, which for enums Jackson does not use by itself. */
    @SuppressWarnings("rawtypes") // what Jackson offers for "every enum" is the raw class
    private static final class OfKey extends JsonSerializer<Enum> {
        @Override
        public void serialize(Enum key, JsonGenerator json, SerializerProvider unused) throws IOException {
            json.writeFieldName(key.toString());
        }
    }

    /** Where nothing matched there is no place, so the place is null. */
    private static final class OfEvidence extends JsonSerializer<Evidence> {
        @Override
        public void serialize(Evidence evidence, JsonGenerator json, SerializerProvider words) throws IOException {
            json.writeStartObject();
            json.writeStringField("tier", evidence.tier().toString());
            json.writeStringField("rule", evidence.rule());
            json.writeStringField("matched", evidence.matched());
            json.writeStringField("reply", evidence.reply().toString());
            words.defaultSerializeField("start", evidence.start() < 0 ? null : evidence.start(), json);
            words.defaultSerializeField("end", evidence.end() < 0 ? null : evidence.end(), json);
            words.defaultSerializeField("codesAlone", evidence.codesAlone(), json);
            json.writeEndObject();
        }
    }

    /** An entry of the history: what all have, then what its type adds. */
    private static final class OfEntry extends JsonSerializer<Entry> {
        @Override
        public void serialize(Entry entry, JsonGenerator json, SerializerProvider words) throws IOException {
            Event event = entry.event();
            Occurrence occurrence = event.occurrence();
            json.writeStartObject();
            json.writeStringField("at", occurrence.at().toString());
            json.writeStringField("type", event.type());
            json.writeStringField("messageId", occurrence.messageId());
            json.writeStringField("campaign", occurrence.campaign());
            words.defaultSerializeField("verdict", entry.verdict(), json);
            if (event instanceof Event.Complaint complaint) {
                json.writeStringField("feedbackType", complaint.feedbackType());
                json.writeStringField("subType", complaint.subType());
            } else if (event instanceof Event.Subscription choice) {
                json.writeStringField("topic", choice.topic());
                json.writeBooleanField("optedIn", choice.optedIn());
            } else if (event instanceof Event.NotSent notSent) {
                json.writeStringField("reason", notSent.reason());
            } else if (event instanceof Event.Reactivation reactivation) {
                json.writeStringField("by", reactivation.by());
                json.writeStringField("reason", reactivation.reason());
            }
            json.writeEndObject();
        }
    }
}
