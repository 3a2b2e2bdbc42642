package minimal;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes one item for each event. */
@Named("minimal")
public final class Minimal implements RequestStreamHandler {

    private final DynamoDbClient client = DynamoDbClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        client.putItem(put -> put.tableName(System.getenv("TABLE_NAME"))
                .item(Map.of(
                        "pk", AttributeValue.fromS("event"),
                        "sk", AttributeValue.fromS(Integer.toString(event.length())))));
        output.write("{}".getBytes(StandardCharsets.UTF_8));
    }
}
