package io.flatness.core.spec;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory as people write them: {@code 2GB}, {@code 512 MiB}, {@code 1000000}. */
public final class MemorySize {
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "b",
            1L,
            "k",
            1L << 10,
            "kb",
            1000L,
            "kib",
            1L << 10,
            "m",
            1L << 20,
            "mb",
            1_000_000L,
            "mib",
            1L << 20,
            "g",
            1L << 30,
            "gb",
            1_000_000_000L);

    private MemorySize() {}

    /**
     * The size in bytes.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static long parse(String text) {
        Matcher matcher = SIZE.matcher(text.trim());
        if (matcher.matches()) {
            String unit = matcher.group(2).toLowerCase(Locale.ROOT);
            Long factor = unit.equals("gib") ? Long.valueOf(1L << 30) : UNITS.get(unit);
            BigDecimal bytes =
                    new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(factor == null ? 0 : factor));
            if (bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(1L << 50)) < 0) {
                return bytes.longValue();
            }
        }
        throw new IllegalArgumentException(
                "memory is \"" + text + "\"; it must be a size such as 512MB, 2GB or a number of bytes");
    }
}
