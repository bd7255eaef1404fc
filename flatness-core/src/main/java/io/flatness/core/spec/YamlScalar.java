package io.flatness.core.spec;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A scalar as written. What it means is decided by who reads it, by the rules of YAML 1.2: {@code yes}, {@code no} and
 * {@code on} are text, {@code 1e-3} is a number.
 *
 * @param text the text without quotes
 * @param quoted whether it was quoted or a block: then it is text and nothing else
 * @param mark where it starts
 */
public record YamlScalar(String text, boolean quoted, Mark mark) implements YamlNode {
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)([eE]\\+?[0-9]{1,2})?");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?((0|[1-9][0-9]*)(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    /** Whether there is no value: nothing at all, {@code ~} or {@code null}. */
    public boolean isNull() {
        return !quoted
                && (text.isEmpty()
                        || text.equals("~")
                        || text.equals("null")
                        || text.equals("Null")
                        || text.equals("NULL"));
    }

    /** Whether it is written as a number, even one out of range. */
    public boolean isNumber() {
        return !quoted && DECIMAL.matcher(text).matches();
    }

    /** The truth value, if it is one. */
    public Optional<Boolean> asBoolean() {
        if (quoted) {
            return Optional.empty();
        }
        return switch (text) {
            case "true", "True", "TRUE" -> Optional.of(true);
            case "false", "False", "FALSE" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The integer, if it is written as one (exponents of ten included, {@code 1e6}) and fits a long. */
    public OptionalLong asLong() {
        if (quoted || !INTEGER.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(new java.math.BigDecimal(text).longValueExact());
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** The number, if it is written as one and is finite as a double. */
    public OptionalDouble asDouble() {
        if (!isNumber()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    @Override
    public String describe() {
        if (isNull()) {
            return "no value";
        }
        if (asBoolean().isPresent()) {
            return "the boolean " + text;
        }
        return isNumber() ? "the number " + Shortened.of(text) : "the text \"" + Shortened.of(text) + "\"";
    }

    @Override
    public @Nullable Object plain() {
        if (isNull()) {
            return null;
        }
        if (asBoolean().isPresent()) {
            return asBoolean().get();
        }
        if (asLong().isPresent()) {
            return asLong().getAsLong();
        }
        return asDouble().isPresent() ? (Object) asDouble().getAsDouble() : text;
    }
}
