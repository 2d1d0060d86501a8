if exists('b:current_syntax')
  finish
endif

syntax match idolKey /\<\h\w*\ze\s*:/
syntax keyword idolInterface Interface
syntax keyword idolVariant Simple Result CLike Complex ServerDeath FromBytes
      \ FromPrimitive From Some Zerocopy Hubpack Ssmarshal
syntax keyword idolBoolean true false None
syntax match idolNumber /[+-]\=\<\d\w*\>/
syntax match idolEscape /\\\%(x\x\{2}\|u{\x\{1,6}}\|.\)/ contained
syntax region idolString start=/"/ skip=/\\./ end=/"/ contains=idolEscape
syntax match idolName /"[^"]*"\ze\s*:/
syntax region idolRaw start=/\<r\z(#*\)"/ end=/"\z1/
syntax match idolInstruction /idol:\s*\%(allow\|accept\)([^)]*)/ contained
syntax region idolComment start="//" end="$" contains=idolInstruction
syntax region idolComment start="/\*" end="\*/"
      \ contains=idolComment,idolInstruction
syntax match idolAttribute /#!\[[^\]]*\]/

highlight default link idolKey Identifier
highlight default link idolInterface Keyword
highlight default link idolVariant Type
highlight default link idolBoolean Boolean
highlight default link idolNumber Number
highlight default link idolEscape SpecialChar
highlight default link idolString String
highlight default link idolRaw String
highlight default link idolName Function
highlight default link idolInstruction PreProc
highlight default link idolComment Comment
highlight default link idolAttribute PreProc

let b:current_syntax = 'idol'
