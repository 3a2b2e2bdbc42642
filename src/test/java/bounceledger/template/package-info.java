/**
 * Holds {@code template.yaml} to what the code says and does. What CloudFormation thinks of the template is checked by
 * {@code .ci/run}, where its tools are installed.
 */
@NullMarked
package bounceledger.template;

import org.jspecify.annotations.NullMarked;
