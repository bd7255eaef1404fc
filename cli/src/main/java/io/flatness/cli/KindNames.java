package io.flatness.cli;

import io.flatness.core.plugin.ComponentKind;
import java.util.Iterator;
import java.util.stream.Stream;

/** The kinds of components as the command line names them. */
final class KindNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Stream.of(Plural.values()).map(Plural::name).iterator();
    }

    /** One kind, in the plural. */
    enum Plural {
        problems(ComponentKind.PROBLEM),
        transforms(ComponentKind.TRANSFORM),
        metrics(ComponentKind.METRIC),
        analyses(ComponentKind.ANALYSIS);

        private final ComponentKind kind;

        Plural(ComponentKind kind) {
            this.kind = kind;
        }

        static Plural of(ComponentKind kind) {
            return Stream.of(values())
                    .filter(each -> each.kind == kind)
                    .findFirst()
                    .orElseThrow();
        }

        ComponentKind kind() {
            return kind;
        }
    }
}
