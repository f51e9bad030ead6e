#!/usr/bin/env perl
# Holds the documents to the tree. Prints a line for each place that does not fit.
#   tests/documents.pl paths      `core/...` and other paths in a document, and files that it links to, that are not there
#   tests/documents.pl sections   docs/NAME.md, "SECTION" in a document, source or recipe, where there is no such heading
#   tests/documents.pl tables     rows of a layer table outside docs/architecture.md
use strict;
use warnings;

my @documents = grep { !/^CHANGELOG/ } split(/\n/, qx{find . -name '*.md' -not -path './build*' -not -path './.git/*' | sort});
s{^\./}{} for @documents;
my %headings;

sub contentOf {
    my ($file) = @_;
    open(my $stream, '<', $file) or return '';
    local $/;
    return <$stream>;
}

sub hasHeading {
    my ($document, $heading) = @_;
    $headings{$document} //= { map { $_ => 1 } contentOf($document) =~ /^#+ (.+?)\s*$/mg };
    return $headings{$document}{$heading};
}

my $mode = shift(@ARGV) // '';
if ($mode eq 'paths') {
    for my $document (@documents) {
        my $text = contentOf($document);
        my %named;
        for my $code ($text =~ /`([^`\n]+)`/g) {
            for my $word (map { s/[,;:]+$//r } split(/\s+/, $code)) {
                next unless $word =~ m{^(core|ui|app|tests|docs|configs|packaging|resources|cmake)(/[\w.{},*-]+)+/?$};
                $named{$word} = 1 unless $word =~ /\bmy_?\w/;    # "my_backbone" of a guide is the reader's
            }
        }
        for my $word (sort keys %named) {
            my @files = glob($word);
            print "$document: $word\n" if !@files || grep { !-e } @files;
        }
        my $folder = $document =~ m{^(.*/)} ? $1 : '';
        for my $link ($text =~ /\]\(([^)\s]+)\)/g) {
            next if $link =~ m{^(https?:|mailto:|#)};
            $link =~ s/#.*//;
            print "$document: link to $link\n" unless -e "$folder$link";
        }
    }
} elsif ($mode eq 'sections') {
    my @files = split(/\n/, qx{find core ui app tests -name '*.h' -o -name '*.cpp'; find configs -name '*.yaml'});
    for my $file (@documents, sort @files) {
        my $text = contentOf($file);
        $text =~ s{\n[ \t]*(?://+|#)?[ \t]*}{ }g;    # a sentence may go on in the next line of a comment
        while ($text =~ m{(docs/\w+\.md)`?((?:(?:,| to| and) "[^"]+")+)}g) {
            my ($document, $sections) = ($1, $2);
            for my $section ($sections =~ /"([^"]+)"/g) {
                print "$file: $document has no section \"$section\"\n" unless hasHeading($document, $section);
            }
        }
    }
} elsif ($mode eq 'tables') {
    for my $document (grep { $_ ne 'docs/architecture.md' } @documents) {
        my $line = 0;
        for (split(/\n/, contentOf($document))) {
            ++$line;
            print "$document:$line: $_\n" if /^\|\s*`?pf_\w+`?\s*\|/;
        }
    }
} else {
    die "usage: tests/documents.pl paths | sections | tables\n";
}
