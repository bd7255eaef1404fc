package io.flatness.networks.tile;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a value that is double whatever the elements are.
 *
 * <p>The build makes {@link FloatArithmetic} from {@link DoubleArithmetic}: all doubles that are not wide become floats.
 */
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.LOCAL_VARIABLE})
@interface Wide {}
