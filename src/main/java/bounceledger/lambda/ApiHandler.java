package bounceledger.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Placeholder of the {@code api} function. */
@Named("api")
public final class ApiHandler implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream request, OutputStream response, Context context) throws IOException {
        response.write("{}".getBytes(StandardCharsets.UTF_8));
    }
}
