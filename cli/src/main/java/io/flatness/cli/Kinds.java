package io.flatness.cli;

import io.flatness.core.plugin.ComponentKind;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The kinds of components as the command line names them, in the plural. */
final class Kinds implements Iterable<String>, ITypeConverter<ComponentKind> {
    @Override
    public Iterator<String> iterator() {
        return Stream.of(ComponentKind.values()).map(ComponentKind::plural).iterator();
    }

    @Override
    public ComponentKind convert(String word) {
        return Stream.of(ComponentKind.values())
                .filter(kind -> kind.plural().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected one of " + String.join(", ", this) + " but was '" + word + "'"));
    }
}
