package io.flatness.spi;

/**
 * What the four kinds of extension have in common: a name, a sentence, and a record of parameters.
 *
 * <p>The host binds the parameters of an experiment to the record: every component carries {@link Param}, and ranges are
 * checked in the compact constructor, which throws {@link IllegalArgumentException} (or {@link
 * InvalidParameterException}, which also says which parameter) with a message for the person who wrote the experiment.
 *
 * <p>Component types that bind: {@code double int long boolean String}, their boxes, enums (written in kebab-case),
 * {@link java.nio.file.Path}, {@code List<…>} and {@code double[]} / {@code int[]}, nested records, sealed interfaces of
 * records (told apart by a key {@code type}: the record's simple name in kebab-case), {@code Map<String, Object>} for
 * free-form content, and any class with a public static {@code of(String)}, {@code of(double)} or {@code of(List)}
 * for shorthands.
 *
 * @param <P> the record of parameters
 */
public interface ComponentFactory<P extends Record> {
    /** The type as written in an experiment: kebab-case, unique among all components of the same kind. */
    String name();

    /** One sentence on what the component computes, for {@code flatness list}. */
    String description();

    /**
     * The same sentence with definition, source and cost.
     *
     * @since 0.1
     */
    default About about() {
        return About.of(description());
    }

    /** The class of the parameter record. */
    Class<P> parameters();
}
