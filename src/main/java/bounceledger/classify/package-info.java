/**
 * From a failed delivery to a verdict: classification, code, fault and effect, with the evidence for them. Everything here is
 * a pure function of its input and the rule set. How rule files are written and read is known to {@code rules} alone.
 */
@NullMarked
package bounceledger.classify;

import org.jspecify.annotations.NullMarked;
