package io.flatness.spi;

import java.util.Objects;

/**
 * What a component says of itself: a sentence, and for whoever wants to know more a definition, a source and a cost. {@code
 * describe}, the pages of the documentation and reports show it; what is left out is not shown.
 *
 * <pre>{@code
 * About.of("Trace of the Hessian.")
 *         .definition("tr H = Σ λᵢ")
 *         .source("Hutchinson (1989)")
 *         .cost("a Hessian-vector product per probe")
 * }</pre>
 *
 * @param sentence what the component computes or does, with a full stop
 * @param definition the quantity or the change as a formula or in words, without a full stop
 * @param source paper and equation, separated by semicolons, without a full stop
 * @param cost what it takes in evaluations of the surface and in memory, without a full stop
 * @since 0.1
 */
public record About(String sentence, String definition, String source, String cost) {
    /** Checks that nothing is null. */
    public About {
        Objects.requireNonNull(sentence, "sentence");
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(cost, "cost");
    }

    /** A sentence alone. */
    public static About of(String sentence) {
        return new About(sentence, "", "", "");
    }

    /** The same with a definition. */
    public About definition(String text) {
        return new About(sentence, text, source, cost);
    }

    /** The same with a source. */
    public About source(String text) {
        return new About(sentence, definition, text, cost);
    }

    /** The same with a cost. */
    public About cost(String text) {
        return new About(sentence, definition, source, text);
    }
}
