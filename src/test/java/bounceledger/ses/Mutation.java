package bounceledger.ses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Spoils JSON in one place or a few: a field goes, a value changes its type or becomes monstrous, also inside JSON that is
 * itself a string of JSON. Or it spoils the octets.
 */
final class Mutation {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Stands where a tree cannot hold what is meant; replaced in the text. */
    private static final String MARK = "~MONSTER-";

    private static final List<String> MONSTERS = List.of(
            "[".repeat(10_000) + "]".repeat(10_000),
            "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000),
            "NaN",
            "1e999999999",
            "-" + "9".repeat(2_000),
            "\"" + "x".repeat(1_000_000) + "\"",
            "\"\\ud800\"",
            "\"\\udc00@\\ud800.example.org\"",
            "1,\"mail\":7,\"bounce\":[],\"timestamp\":\"\"",
            "\"\\u0000\\u001b[31m\"",
            "");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "@",
            "ann@",
            "\"Ann\" <ANN@EXAMPLE.ORG>",
            "ann@xn--\u0130.example.org",
            "a\u0300\u202e@\u3002.example.org",
            "2026-11-20T10:00:00 +0000",
            "9999-12-31T23:59:59Z",
            "+999999999-12-31T23:59:59Z",
            "Bounce",
            "Subscription",
            "{\"Message\":\"{}\"}",
            "OptOut",
            "*",
            "\n\r\t");

    private final Random random;

    Mutation(long seed) {
        this.random = new Random(seed);
    }

    byte[] octets(String json) {
        byte[] octets = structure(json).getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            for (int i = random.nextInt(1 + octets.length / 500); i >= 0 && octets.length > 0; i--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
        }
        int kept = random.nextInt(20) == 0 ? random.nextInt(octets.length + 1) : octets.length;
        return Arrays.copyOf(octets, kept);
    }

    String structure(String json) {
        JsonNode root = parse(json);
        if (!(root instanceof ContainerNode<?>)) {
            return json;
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            spoil(containers(root, new ArrayList<>()));
        }
        return text(root);
    }

    private void spoil(List<JsonNode> containers) {
        if (containers.isEmpty()) {
            return;
        }
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, other(object.get(name)));
            }
        } else if (container instanceof ArrayNode array) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(index);
                case 1 -> array.add(array.get(index));
                default -> array.set(index, other(array.get(index)));
            }
        }
    }

    /** Objects and arrays that hold something. */
    private static List<JsonNode> containers(JsonNode node, List<JsonNode> found) {
        if (node.isContainerNode() && !node.isEmpty()) {
            found.add(node);
        }
        node.forEach(child -> containers(child, found));
        return found;
    }

    private JsonNode other(JsonNode value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value.isTextual() && value.textValue().startsWith("{") && random.nextInt(4) > 0) {
            return json.textNode(structure(value.textValue()));
        }
        return switch (random.nextInt(8)) {
            case 0 -> json.nullNode();
            case 1 -> json.numberNode(random.nextInt());
            case 2 -> json.booleanNode(random.nextBoolean());
            case 3 -> json.arrayNode().add(value);
            case 4 -> json.objectNode().set("value", value);
            case 5 -> json.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 6 -> json.textNode(noise());
            default -> json.textNode(MARK + random.nextInt(MONSTERS.size()));
        };
    }

    private String noise() {
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(40); i >= 0; i--) {
            noise.append(random.nextInt(6) == 0 ? '@' : (char) random.nextInt(Character.MAX_VALUE + 1));
        }
        return noise.toString();
    }

    private static String text(JsonNode root) {
        String text = root.toString();
        for (int i = MONSTERS.size() - 1; i >= 0; i--) {
            text = text.replace(TextNode.valueOf(MARK + i).toString(), MONSTERS.get(i));
        }
        return text;
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException alreadySpoiled) {
            return TextNode.valueOf(json);
        }
    }
}
