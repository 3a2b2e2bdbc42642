# The function as an image, with an AOT cache, for those who do not use SnapStart. Before: ./mvnw package, then
# ./mvnw dependency:copy-dependencies@runtime-client antrun:run@image, which fill target/image from function.zip.
FROM public.ecr.aws/lambda/java:25

COPY target/image/ ${LAMBDA_TASK_ROOT}/
COPY src/startup/train /tmp/train
# In the place and with the Java in which the function runs: the cache fits no other.
RUN /tmp/train /var/lang/bin/java ${LAMBDA_TASK_ROOT} && rm /tmp/train

WORKDIR ${LAMBDA_TASK_ROOT}
ENTRYPOINT ["/var/lang/bin/java", "-XX:AOTCache=function.aot", "@function.args", \
    "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"]
CMD ["io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"]
