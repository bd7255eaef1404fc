package io.flatness.cli;

import io.flatness.core.report.LongFormat;
import io.flatness.core.spec.DidYouMean;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the long formats, for help, completion and reading. */
final class LongFormats implements Iterable<String>, ITypeConverter<LongFormat> {
    private static final List<String> WORDS =
            Arrays.stream(LongFormat.values()).map(LongFormat::word).toList();

    @Override
    public Iterator<String> iterator() {
        return WORDS.iterator();
    }

    @Override
    public LongFormat convert(String word) {
        int index = WORDS.indexOf(word);
        if (index < 0) {
            throw new TypeConversionException("there is no format " + word + DidYouMean.hint(word, WORDS));
        }
        return LongFormat.values()[index];
    }
}
