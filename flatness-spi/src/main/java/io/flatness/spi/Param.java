package io.flatness.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one parameter of a component: a component of its parameter record.
 *
 * <p>A parameter is required unless it has a {@link #defaultValue()} or is {@link #optional()}. A parameter declared
 * scalar (number, string, boolean, enum) and given a list in the experiment sweeps: one point per value.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Param {
    /** One sentence for {@code flatness describe}: meaning, unit, allowed range. */
    String doc();

    /** The default as it would be written in YAML; the empty string means that there is none. */
    String defaultValue() default "";

    /** Whether the parameter may be left out; the record then receives {@code null}. */
    boolean optional() default false;

    /**
     * Whether a file may be written as a pattern ({@code models/*.onnx}): the component is then taken once for every file
     * that matches, in the order of their names.
     */
    boolean pattern() default false;
}
