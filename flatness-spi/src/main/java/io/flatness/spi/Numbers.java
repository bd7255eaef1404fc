package io.flatness.spi;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people: few digits, never a locale's comma. */
public final class Numbers {
    private static final int DIGITS = 5;

    private Numbers() {}

    /** Five significant digits. */
    public static String of(double value) {
        return significant(value, DIGITS);
    }

    /** Two significant digits: standard errors, rates. */
    public static String shortest(double value) {
        return significant(value, 2);
    }

    private static String significant(double value, int digits) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        if (value == 0) {
            return "0";
        }
        double magnitude = Math.abs(value);
        if (magnitude >= 1e6 || magnitude < 1e-3) {
            String text = String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
            int exponent = text.indexOf('e');
            return trimmed(text.substring(0, exponent)) + "e" + Integer.parseInt(text.substring(exponent + 1));
        }
        return trimmed(new BigDecimal(value).round(new MathContext(digits)).toPlainString());
    }

    private static String trimmed(String text) {
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
