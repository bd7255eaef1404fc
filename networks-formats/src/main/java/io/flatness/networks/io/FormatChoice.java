package io.flatness.networks.io;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The format that reads a file, of those that are bundled and of those that plugins bring.
 *
 * @param formats all of them
 * @param name the name of a format
 * @param reads whether a format reads the file
 */
public record FormatChoice<F>(List<F> formats, Function<F, String> name, Predicate<F> reads) {
    /** Those that read the file. */
    public List<F> fitting() {
        return formats.stream().filter(reads).toList();
    }

    /**
     * The one that reads the file.
     *
     * @throws io.flatness.spi.InvalidParameterException when there is none, or more than one
     */
    public F one(InputFile file) {
        List<F> fitting = fitting();
        if (fitting.isEmpty()) {
            throw file.error("is of no format that can be read; these are " + names(formats));
        }
        if (fitting.size() > 1) {
            throw file.error("is read by several formats, " + names(fitting) + "; remove the plugin of all but one");
        }
        return fitting.get(0);
    }

    private String names(List<F> some) {
        return String.join(", ", some.stream().map(name).distinct().sorted().toList());
    }
}
