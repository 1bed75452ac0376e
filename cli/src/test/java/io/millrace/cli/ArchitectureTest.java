package io.millrace.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import io.millrace.graph.NearestName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Stream;

/** Keeps the arrows between the modules as docs/architecture.md draws them. */
class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.millrace");

    @ParameterizedTest
    @CsvSource({
        "api, ''",
        "graph, api",
        "blueprint, api graph",
        "engine, api graph",
        "components, api",
        "drawing, api graph engine",
        "testkit, api graph engine",
        "testfiles, api graph blueprint engine testkit",
    })
    void module_uses_only_the_modules_below_it(String module, String below) {
        String[] allowed =
                Stream.of((module + " " + below).split(" "))
                        .map(ArchitectureTest::packages)
                        .toArray(String[]::new);

        ArchRule rule =
                classes()
                        .that()
                        .resideInAPackage(packages(module))
                        .should()
                        .onlyDependOnClassesThat(
                                JavaClass.Predicates.resideOutsideOfPackage("io.millrace..")
                                        .or(resideInAnyPackage(allowed)));

        assertThat(CLASSES.that(JavaClass.Predicates.resideInAPackage(packages(module))))
                .isNotEmpty();
        rule.check(CLASSES);
    }

    @Test
    void command_names_no_component() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.components..")
                .check(CLASSES);
    }

    @Test
    void layout_library_is_known_to_the_drawing_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.drawing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse..", "io.millrace.drawing..")
                .check(CLASSES);
    }

    @Test
    void schema_library_is_known_to_the_validator_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.components.schema..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.networknt..")
                .check(CLASSES);
    }

    @Test
    void packages_form_no_cycle() {
        // NearestName depends on nothing, so that its package may be above and below another
        slices().matching("io.millrace.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(
                        JavaClass.Predicates.resideInAPackage("io.millrace.graph.expression"),
                        JavaClass.Predicates.equivalentTo(NearestName.class))
                .check(CLASSES);
    }

    private static String packages(String module) {
        return "io.millrace." + module + "..";
    }
}
