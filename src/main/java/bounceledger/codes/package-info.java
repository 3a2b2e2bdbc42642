/**
 * What the codes and the classifications mean, for people: titles, explanations, advice. The texts are files, and every
 * question is answered from memory. How a verdict comes by its code is decided in {@code classify}.
 */
@NullMarked
package bounceledger.codes;

import org.jspecify.annotations.NullMarked;
