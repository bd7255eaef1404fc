package io.flatness.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Includes the parameters of another record: a component of a parameter record that is a record itself, whose keys stand
 * in the experiment among those of its owner.
 *
 * <p>For keys that several components share. Names must differ from those of the owner.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Included {}
